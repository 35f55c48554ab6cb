package io.fuscia.wit.types;

import java.util.Collection;
import java.util.List;

/**
 * What is asked of types again and again, computed once when a type is made.
 *
 * @param size number of nodes of the type written out as a tree, saturating
 * @param depth nesting depth; 1 for a primitive
 * @param containsBorrow whether a borrow handle occurs anywhere
 * @param containsHandle whether a resource handle occurs anywhere
 * @param containsPointer whether a value has parts elsewhere in memory: a string, list or map occurs
 */
public record TypeFacts(int size, int depth, boolean containsBorrow, boolean containsHandle, boolean containsPointer) {
    static final TypeFacts PRIMITIVE = new TypeFacts(1, 1, false, false, false);
    static final TypeFacts POINTER = new TypeFacts(1, 1, false, false, true);
    static final TypeFacts OWN = new TypeFacts(1, 1, false, true, false);
    static final TypeFacts BORROW = new TypeFacts(1, 1, true, true, false);

    static TypeFacts of(Type part) {
        return of(List.of(part));
    }

    static TypeFacts ofExterns(Collection<ExternType> parts) {
        return of(parts.stream()
                .map(part -> part instanceof ExternType.OfType type ? type.type() : part)
                .filter(Type.class::isInstance)
                .map(Type.class::cast)
                .toList());
    }

    static TypeFacts of(List<? extends Type> parts) {
        long size = 1;
        int depth = 0;
        boolean borrow = false;
        boolean handle = false;
        boolean pointer = false;
        for (Type part : parts) {
            TypeFacts facts = part.facts();
            size += facts.size;
            depth = Math.max(depth, facts.depth);
            borrow |= facts.containsBorrow;
            handle |= facts.containsHandle;
            pointer |= facts.containsPointer;
        }
        return new TypeFacts((int) Math.min(size, Integer.MAX_VALUE), depth + 1, borrow, handle, pointer);
    }

    /** The same, of something that lies elsewhere in memory. */
    TypeFacts pointed() {
        return new TypeFacts(size, depth, containsBorrow, containsHandle, true);
    }
}
