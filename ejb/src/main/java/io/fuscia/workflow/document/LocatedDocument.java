package io.fuscia.workflow.document;

import java.util.Objects;

/**
 * A document as read: the tree, and the place of whatever a JSON pointer names. Immutable.
 *
 * @param root the whole document's value
 * @param format what it was written in
 */
public record LocatedDocument(LocatedValue root, DocumentFormat format) {
    public LocatedDocument {
        Objects.requireNonNull(root, "root");
        Objects.requireNonNull(format, "format");
    }

    /**
     * A place in the text.
     *
     * @param line from 1
     * @param column from 1
     */
    public record Position(int line, int column) {}

    /**
     * The place of what the pointer names: of a member, where its value starts. What does not exist has the place of
     * the nearest thing around it that does.
     *
     * @param pointer RFC 6901 JSON pointer
     */
    public Position position(String pointer) {
        LocatedValue at = root;
        if (!pointer.isEmpty()) {
            for (String token : pointer.substring(1).split("/", -1)) {
                LocatedValue next = step(at, token.replace("~1", "/").replace("~0", "~"));
                if (next == null) {
                    break;
                }
                at = next;
            }
        }
        return new Position(at.line(), at.column());
    }

    private static LocatedValue step(LocatedValue at, String token) {
        if (at instanceof LocatedValue.ObjectNode object) {
            LocatedValue.Member member = object.members().get(token);
            return member == null ? null : member.value();
        }
        if (at instanceof LocatedValue.ArrayNode array && token.matches("[0-9]{1,9}")) {
            int index = Integer.parseInt(token);
            return index < array.elements().size() ? array.elements().get(index) : null;
        }
        return null;
    }
}
