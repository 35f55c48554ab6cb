package io.fuscia.wit.wasi.http;

import java.util.List;
import java.util.Optional;

/**
 * A final response without its body.
 *
 * @param status 200 to 999
 * @param fields in the order received, duplicates kept
 */
public record HttpResponseHead(int status, List<HttpField> fields) {
    /** Copies the list. */
    public HttpResponseHead {
        fields = List.copyOf(fields);
    }

    /** Returns the first value of a field, whatever the case of its name. */
    public Optional<String> first(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(HttpField::value)
                .findFirst();
    }

    List<String> all(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(HttpField::value)
                .toList();
    }
}
