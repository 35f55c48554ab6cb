package io.fuscia.workflow;

import io.fuscia.input.Filter;
import io.fuscia.input.InputValue;
import io.fuscia.input.JsonValues;
import io.fuscia.input.Path;
import io.fuscia.input.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every path that a node's inputs read, with the place where it is written. */
final class InputReads {
    /**
     * One path.
     *
     * @param pointer JSON pointer to the text that holds it
     * @param defaulted whether a template's {@code default} stands in if it leads nowhere
     * @param input the input that is nothing but this text, if it is one
     */
    record Read(Path path, String pointer, boolean defaulted, Optional<String> input) {}

    private final List<Read> reads = new ArrayList<>();

    private InputReads() {}

    /** @param pointer to the node */
    static List<Read> of(NodeDefinition node, String pointer) {
        InputReads all = new InputReads();
        node.inputs()
                .members()
                .forEach((name, value) ->
                        all.value(value, pointer + "/inputs/" + JsonValues.pointerToken(name), Optional.of(name)));
        if (node instanceof NodeDefinition.Loop loop) {
            all.value(loop.items(), pointer + "/items", Optional.empty());
        } else if (node instanceof NodeDefinition.Http http) {
            all.http(http, pointer);
        }
        return all.reads;
    }

    private void http(NodeDefinition.Http http, String pointer) {
        value(http.url(), pointer + "/url", Optional.empty());
        members(http.headers(), pointer + "/headers");
        members(http.query(), pointer + "/query");
        http.body().ifPresent(body -> value(body, pointer + "/body", Optional.empty()));
        http.auth().ifPresent(auth -> {
            if (auth instanceof NodeDefinition.HttpAuth.Basic basic) {
                value(basic.username(), pointer + "/auth/username", Optional.empty());
                value(basic.password(), pointer + "/auth/password", Optional.empty());
            } else if (auth instanceof NodeDefinition.HttpAuth.Bearer bearer) {
                value(bearer.token(), pointer + "/auth/token", Optional.empty());
            } else if (auth instanceof NodeDefinition.HttpAuth.Header header) {
                value(header.value(), pointer + "/auth/value", Optional.empty());
            }
        });
    }

    private void members(Map<String, InputValue> members, String pointer) {
        members.forEach((name, value) -> value(value, pointer + "/" + JsonValues.pointerToken(name), Optional.empty()));
    }

    private void value(InputValue value, String pointer, Optional<String> input) {
        if (value instanceof InputValue.Reference reference) {
            reads.add(new Read(reference.path(), pointer, false, input));
        } else if (value instanceof InputValue.Templated templated) {
            for (Template.Segment segment : templated.template().segments()) {
                if (segment instanceof Template.Segment.Expression expression) {
                    boolean defaulted = !expression.filters().isEmpty()
                            && expression.filters().get(0).filter() == Filter.DEFAULT;
                    reads.add(new Read(expression.path(), pointer, defaulted, input));
                }
            }
        } else if (value instanceof InputValue.ObjectValue object) {
            members(object.members(), pointer);
        } else if (value instanceof InputValue.ArrayValue array) {
            for (int i = 0; i < array.elements().size(); i++) {
                value(array.elements().get(i), pointer + "/" + i, Optional.empty());
            }
        }
    }
}
