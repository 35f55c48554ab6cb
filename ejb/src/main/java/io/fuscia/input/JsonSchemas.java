package io.fuscia.input;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.harrel.jsonschema.Dialects;
import dev.harrel.jsonschema.InvalidSchemaException;
import dev.harrel.jsonschema.JsonSchemaException;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JakartaJsonNode;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * JSON Schema 2020-12: checks values against schemas and schemas against the meta-schema. Nothing is ever fetched: a
 * {@code $ref} out of the schema is an error. Regular expressions take time in proportion to the text
 * ({@link SchemaPatterns}). Prepared schemas are cached. Thread-safe.
 */
public final class JsonSchemas {
    private static final URI ROOT = URI.create("urn:fuscia:schema");

    private final Cache<JsonObject, Prepared> prepared =
            Caffeine.newBuilder().maximumSize(500).build();

    private record Prepared(Validator validator, List<Problem> problems) {}

    /**
     * Something that a schema refuses.
     *
     * @param pointer JSON pointer to the place in the value
     * @param keyword the schema's keyword, for example {@code required}; empty if the schema itself is the problem
     * @param message what is wrong
     */
    public record Problem(String pointer, String keyword, String message) {
        public Problem {
            Objects.requireNonNull(pointer, "pointer");
            Objects.requireNonNull(keyword, "keyword");
            Objects.requireNonNull(message, "message");
        }
    }

    /** What is wrong with the value; empty if the schema accepts it. A broken schema accepts nothing. */
    public List<Problem> check(JsonObject schema, JsonValue value) {
        Prepared ready = prepared.get(schema, JsonSchemas::prepare);
        if (!ready.problems().isEmpty()) {
            return ready.problems();
        }
        try {
            Validator.Result result = ready.validator().validate(ROOT, new JakartaJsonNode(value));
            return result.isValid() ? List.of() : errors(result.getErrors());
        } catch (JsonSchemaException | IllegalArgumentException e) {
            return List.of(new Problem("", "", "the schema cannot be used: " + e.getMessage()));
        } catch (StackOverflowError e) {
            return List.of(new Problem("", "", "the schema refers to itself without end"));
        }
    }

    /** What is wrong with the schema itself, pointers into the schema; empty if it is sound. */
    public List<Problem> checkSchema(JsonObject schema) {
        return prepared.get(schema, JsonSchemas::prepare).problems();
    }

    private static Prepared prepare(JsonObject schema) {
        List<Problem> unsafe = SchemaPatterns.check(schema);
        Validator validator = new ValidatorFactory()
                .withEvaluatorFactory(SchemaPatterns.EVALUATORS)
                .withDefaultDialect(new Dialects.Draft2020Dialect())
                .withJsonNodeFactory(new JakartaJsonNode.Factory())
                .createValidator();
        if (!unsafe.isEmpty()) {
            return new Prepared(validator, unsafe);
        }
        try {
            validator.registerSchema(ROOT, new JakartaJsonNode(schema));
            return new Prepared(validator, List.of());
        } catch (InvalidSchemaException e) {
            List<Problem> problems = errors(e.getErrors());
            return new Prepared(
                    validator, problems.isEmpty() ? List.of(new Problem("", "", e.getMessage())) : problems);
        } catch (JsonSchemaException | IllegalArgumentException e) {
            return new Prepared(
                    validator, List.of(new Problem("", "", "the schema cannot be used: " + e.getMessage())));
        } catch (StackOverflowError e) {
            return new Prepared(validator, List.of(new Problem("", "", "the schema is nested too deeply")));
        }
    }

    /** The errors that say something, each once: those of keywords that only sum up others are left out. */
    private static List<Problem> errors(List<dev.harrel.jsonschema.Error> found) {
        List<Problem> errors = new ArrayList<>();
        for (dev.harrel.jsonschema.Error error : found) {
            String keyword = error.getKeyword() == null ? "" : error.getKeyword();
            if (keyword.equals("allOf") && found.size() > 1) {
                continue;
            }
            Problem ours = new Problem(error.getInstanceLocation(), keyword, error.getError());
            if (!errors.contains(ours)) {
                errors.add(ours);
            }
        }
        return errors;
    }
}
