package io.fuscia.workflow.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A value of a document together with the way to it. Immutable; the pointer is made only when asked for. */
public final class Cursor {
    private final LocatedValue value;
    private final Cursor parent;
    private final String token;

    private Cursor(LocatedValue value, Cursor parent, String token) {
        this.value = value;
        this.parent = parent;
        this.token = token;
    }

    /** The document's root. */
    public static Cursor of(LocatedDocument document) {
        return new Cursor(document.root(), null, "");
    }

    /** The value here. */
    public LocatedValue value() {
        return value;
    }

    /** The key or index of this value in what is around it; empty for the root. */
    public String token() {
        return token;
    }

    /** The member of this name, if this is an object that has it. */
    public Optional<Cursor> member(String name) {
        if (value instanceof LocatedValue.ObjectNode object && object.members().containsKey(name)) {
            return Optional.of(new Cursor(object.members().get(name).value(), this, name));
        }
        return Optional.empty();
    }

    /** The members of an object in order; empty for anything else. */
    public List<Cursor> members() {
        List<Cursor> cursors = new ArrayList<>();
        if (value instanceof LocatedValue.ObjectNode object) {
            object.members().forEach((name, member) -> cursors.add(new Cursor(member.value(), this, name)));
        }
        return cursors;
    }

    /** The elements of an array in order; empty for anything else. */
    public List<Cursor> elements() {
        List<Cursor> cursors = new ArrayList<>();
        if (value instanceof LocatedValue.ArrayNode array) {
            for (int i = 0; i < array.elements().size(); i++) {
                cursors.add(new Cursor(array.elements().get(i), this, Integer.toString(i)));
            }
        }
        return cursors;
    }

    /** RFC 6901 JSON pointer to this value. */
    public String pointer() {
        StringBuilder pointer = new StringBuilder();
        for (Cursor at = this; at.parent != null; at = at.parent) {
            pointer.insert(0, "/" + at.token.replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }

    /** Where the member's name is written; for anything but a member, where the value starts. */
    public LocatedDocument.Position namePosition() {
        if (parent != null && parent.value instanceof LocatedValue.ObjectNode object) {
            LocatedValue.Member member = object.members().get(token);
            return new LocatedDocument.Position(member.line(), member.column());
        }
        return new LocatedDocument.Position(value.line(), value.column());
    }
}
