package io.fuscia.workflow.document;

/**
 * What a document may cost.
 *
 * @param characters length of the text, in UTF-16 code units
 * @param depth objects and arrays inside each other
 * @param values objects, arrays and scalars in all, YAML aliases counted as often as they are used
 */
public record DocumentLimits(int characters, int depth, int values) {
    /** For definitions: 8 Mi characters, depth 64, 500,000 values. */
    public static final DocumentLimits DEFAULT = new DocumentLimits(8 * 1024 * 1024, 64, 500_000);
}
