package io.fuscia.wit.model;

import java.util.List;

/**
 * A decoded component: its definitions in binary order, section borders forgotten.
 *
 * @param definitions every definition, in the order in which they fill the index spaces
 * @param customSections custom sections in order; a name may occur more than once
 * @param offset where the component's preamble starts in the outermost bytes
 * @param size length of the component in bytes, preamble included
 */
public record Component(List<Definition> definitions, List<CustomSection> customSections, int offset, int size) {
    public Component {
        definitions = List.copyOf(definitions);
        customSections = List.copyOf(customSections);
    }
}
