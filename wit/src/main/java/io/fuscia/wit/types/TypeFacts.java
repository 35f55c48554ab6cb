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
 */
public record TypeFacts(int size, int depth, boolean containsBorrow, boolean containsHandle) {
    static final TypeFacts PRIMITIVE = new TypeFacts(1, 1, false, false);

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
        for (Type part : parts) {
            TypeFacts facts = part.facts();
            size += facts.size;
            depth = Math.max(depth, facts.depth);
            borrow |= facts.containsBorrow;
            handle |= facts.containsHandle;
        }
        return new TypeFacts((int) Math.min(size, Integer.MAX_VALUE), depth + 1, borrow, handle);
    }
}
