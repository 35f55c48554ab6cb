package io.fuscia.workflow;

import io.fuscia.input.JsonSchemas;
import io.fuscia.workflow.document.Cursor;
import io.fuscia.workflow.document.DocumentFormat;
import io.fuscia.workflow.document.DocumentReader;
import io.fuscia.workflow.document.LocatedDocument;
import io.fuscia.workflow.document.LocatedValue;
import jakarta.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads workflow definitions (design §2): every node type into its record, every path, template and condition into its
 * typed value. All that is wrong is reported together, each with pointer, line and column. Graph and components are not
 * judged here but by the {@link WorkflowResolver}. Thread-safe.
 */
public final class DefinitionParser {
    private final DocumentReader reader;
    private final JsonSchemas schemas;

    /** @param schemas shared, because it caches */
    public DefinitionParser(DocumentReader reader, JsonSchemas schemas) {
        this.reader = reader;
        this.schemas = schemas;
    }

    /** A parser with the default limits. */
    public DefinitionParser() {
        this(new DocumentReader(), new JsonSchemas());
    }

    /**
     * Reads a text.
     *
     * @throws io.fuscia.failure.FusciaException {@code MALFORMED_DOCUMENT} if it is not the JSON or YAML it should be,
     *     {@code PAYLOAD_TOO_LARGE}; whatever else is wrong is in the result
     */
    public ParsedDefinition parse(String text, DocumentFormat format) {
        return parse(reader.read(text, format));
    }

    /** Reads a document. Never throws for what is wrong in it. */
    public ParsedDefinition parse(LocatedDocument document) {
        Problems problems = new Problems(Optional.of(document));
        Sources sources = new Sources();
        Cursor root = Cursor.of(document);
        if (!(root.value() instanceof LocatedValue.ObjectNode)) {
            ObjectReader.wrongType(problems, root, "an object (a workflow definition)");
            return new ParsedDefinition(Optional.empty(), sources, Optional.of(document), problems.all());
        }
        ObjectReader top = new ObjectReader(root, problems, "a workflow");
        WorkflowDefinition draft = new WorkflowDefinition(
                id(top, problems),
                top.text(top.required("name"), DefinitionLimits.NAME).orElse("?"),
                top.text(top.member("description"), DefinitionLimits.DESCRIPTION),
                top.wholeNumber("timeout_ms", 1, DefinitionLimits.TIMEOUT_MS),
                retry(top, problems),
                top.member("input_schema").flatMap(member -> schema(member, problems)),
                new GraphParser(problems, sources).parse(top, List.of(), Set.of()));
        top.refuseOthers();
        return new ParsedDefinition(Optional.of(draft), sources, Optional.of(document), problems.all());
    }

    private static WorkflowId id(ObjectReader top, Problems problems) {
        Optional<Cursor> member = top.required("workflow_id");
        Optional<String> id = top.text(member, 1000);
        if (id.isPresent() && !WorkflowId.isWellFormed(id.get())) {
            problems.error(
                    member.orElseThrow(),
                    "invalid_workflow_id",
                    "'" + ObjectReader.shortened(id.get()) + "' is not a workflow id: at most 128 letters, digits, '_',"
                            + " '-' and '.', starting with a letter or digit");
            return new WorkflowId("unknown");
        }
        return new WorkflowId(id.orElse("unknown"));
    }

    private static RetryPolicy retry(ObjectReader top, Problems problems) {
        RetryPolicy none = RetryPolicy.NONE;
        OptionalInt attempts = top.smallNumber("max_retry_attempts", 0, DefinitionLimits.RETRIES);
        Optional<Backoff> backoff = top.choice(top.member("retry_backoff"), Backoff.class);
        OptionalLong initial = top.wholeNumber("retry_initial_delay_ms", 0, DefinitionLimits.DELAY_MS);
        OptionalLong most = top.wholeNumber("retry_max_delay_ms", 0, DefinitionLimits.DELAY_MS);
        Optional<Double> jitter = top.fraction("retry_jitter");
        if (initial.isPresent() && most.isPresent() && most.getAsLong() < initial.getAsLong()) {
            problems.error(
                    top.member("retry_max_delay_ms").orElseThrow(),
                    "out_of_range",
                    "'retry_max_delay_ms' must not be less than 'retry_initial_delay_ms'");
        }
        return new RetryPolicy(
                attempts.orElse(none.maxRetryAttempts()),
                backoff.orElse(none.backoff()),
                initial.orElse(none.initialDelayMs()),
                most.orElse(Math.max(none.maxDelayMs(), initial.orElse(0))),
                jitter.orElse(none.jitter()));
    }

    private Optional<JsonObject> schema(Cursor at, Problems problems) {
        if (!(at.value() instanceof LocatedValue.ObjectNode node)) {
            ObjectReader.wrongType(problems, at, "an object (a JSON Schema)");
            return Optional.empty();
        }
        JsonObject schema = node.toJson().asJsonObject();
        List<JsonSchemas.Problem> errors = schemas.checkSchema(schema);
        Set<String> places = new HashSet<>();
        for (JsonSchemas.Problem error : errors) {
            if (places.add(error.pointer())) {
                problems.error(
                        at.pointer() + error.pointer(),
                        "invalid_schema",
                        "'input_schema' is not a JSON Schema: " + error.message());
            }
        }
        return errors.isEmpty() ? Optional.of(schema) : Optional.empty();
    }
}
