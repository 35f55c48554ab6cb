package io.fuscia.workflow.document;

import java.util.Locale;
import java.util.Optional;

/** The two ways to write a document. */
public enum DocumentFormat {
    JSON,
    YAML;

    /**
     * The format of a text, by the first of these that says something: content type, file name, first character.
     *
     * @param contentType media type, parameters allowed
     * @param fileName name or path
     * @param text the document
     */
    public static DocumentFormat detect(Optional<String> contentType, Optional<String> fileName, String text) {
        return contentType
                .flatMap(DocumentFormat::ofContentType)
                .or(() -> fileName.flatMap(DocumentFormat::ofFileName))
                .orElseGet(() -> ofFirstCharacter(text));
    }

    /** The format that a media type names; empty for a type that names neither, such as {@code text/plain}. */
    public static Optional<DocumentFormat> ofContentType(String contentType) {
        String type = contentType.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        if (type.equals("application/json") || type.equals("text/json") || type.endsWith("+json")) {
            return Optional.of(JSON);
        }
        if (type.endsWith("/yaml")
                || type.endsWith("/x-yaml")
                || type.endsWith("/vnd.yaml")
                || type.endsWith("+yaml")) {
            return Optional.of(YAML);
        }
        return Optional.empty();
    }

    /** The format that a file name's ending names. */
    public static Optional<DocumentFormat> ofFileName(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        if (name.endsWith(".json")) {
            return Optional.of(JSON);
        }
        return name.endsWith(".yaml") || name.endsWith(".yml") ? Optional.of(YAML) : Optional.empty();
    }

    private static DocumentFormat ofFirstCharacter(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isWhitespace(c) && c != '\uFEFF') {
                return c == '{' || c == '[' ? JSON : YAML;
            }
        }
        return YAML;
    }
}
