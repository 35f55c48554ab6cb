package io.fuscia.host;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * What the operator configured: the system property {@code fuscia.some.thing}, else the environment variable
 * {@code FUSCIA_SOME_THING}. A value that cannot be used stops the start with a message that names it.
 */
public final class OperatorSettings {
    private final Properties properties;
    private final Map<String, String> environment;

    /** The settings of this process. */
    public OperatorSettings() {
        this(System.getProperties(), System.getenv());
    }

    /** Settings from elsewhere. */
    public OperatorSettings(Properties properties, Map<String, String> environment) {
        this.properties = Objects.requireNonNull(properties, "properties");
        this.environment = Map.copyOf(environment);
    }

    /** The text, empty if it is not set or blank. */
    public Optional<String> text(String name) {
        String property = properties.getProperty(name);
        String value = property != null
                ? property
                : environment.get(name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"));
        return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** Texts separated by commas or blanks; empty if it is not set. */
    public List<String> texts(String name) {
        return text(name)
                .map(text -> Arrays.stream(text.split("[,\\s]+"))
                        .filter(part -> !part.isEmpty())
                        .toList())
                .orElse(List.of());
    }

    /** {@code true} or {@code false}. */
    public boolean flag(String name, boolean otherwise) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        return switch (text.get().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw unusable(name, text.get(), "true or false");
        };
    }

    /** A whole number within bounds. */
    public long number(String name, long otherwise, long least, long greatest) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text.get());
            if (number >= least && number <= greatest) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw unusable(name, text.get(), "a whole number");
        }
        throw unusable(name, text.get(), "between " + least + " and " + greatest);
    }

    /** A whole number within bounds. */
    public int integer(String name, int otherwise, int least, int greatest) {
        return (int) number(name, otherwise, least, greatest);
    }

    /** All properties whose names start with the prefix, by the rest of their names. */
    public Map<String, String> below(String prefix) {
        return properties.stringPropertyNames().stream()
                .filter(name -> name.startsWith(prefix))
                .collect(Collectors.toMap(name -> name.substring(prefix.length()), properties::getProperty));
    }

    private static IllegalStateException unusable(String name, String value, String expected) {
        return new IllegalStateException("setting " + name + " must be " + expected + ", not '" + value + "'");
    }
}
