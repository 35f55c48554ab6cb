package io.fuscia.input;

import jakarta.json.JsonObject;

/** What a JSON Schema says of a place in a value, for those who judge a definition before it runs. */
public final class SchemaFacts {
    private SchemaFacts() {}

    /** Whether an input that cannot be evaluated is left out: the schema has a default for it or does not require it. */
    public static boolean mayBeLeftOut(JsonObject schema, String input) {
        SchemaTypes types = SchemaTypes.of(schema);
        return !types.required().contains(input)
                || types.member(input).defaultValue().isPresent();
    }

    /** Whether the schema of the payload limits how many elements or members there are at the path. */
    public static boolean isBounded(JsonObject schema, Path path) {
        SchemaTypes at = SchemaTypes.of(schema);
        for (Path.Step step : path.steps()) {
            if (step instanceof Path.Step.Member member) {
                at = at.member(member.name());
            } else if (step instanceof Path.Step.Element element) {
                at = at.element(element.index());
            }
        }
        return at.limitsSize();
    }
}
