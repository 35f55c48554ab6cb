package io.fuscia.workflow;

import io.fuscia.input.InputValue;
import io.fuscia.input.NodeId;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** A node as written: one of the closed set of kinds, each with the settings that only it has. */
public sealed interface NodeDefinition {
    /** The node's name, unique in its graph. */
    NodeId id();

    /** The node's inputs, parsed but not evaluated. */
    InputValue.ObjectValue inputs();

    /** Timeout, retries and whether a failure is fatal. */
    NodeSettings settings();

    /** The {@code type} that the file writes. */
    NodeType type();

    /**
     * Where an execution starts.
     *
     * @param source what fires it
     * @param component the trigger component that decides, if any
     */
    record Trigger(
            NodeId id,
            InputValue.ObjectValue inputs,
            NodeSettings settings,
            TriggerSource source,
            Optional<TriggerComponent> component)
            implements NodeDefinition {
        public Trigger {
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(component, "component");
        }

        @Override
        public NodeType type() {
            return NodeType.TRIGGER;
        }
    }

    /** What fires a trigger. */
    sealed interface TriggerSource {
        /** A submission through the API. */
        record Manual() implements TriggerSource {}

        /** Every interval. */
        record Interval(Duration interval) implements TriggerSource {}

        /** At the times of a cron expression in a time zone. */
        record Cron(String expression, ZoneId timeZone) implements TriggerSource {}

        /** An HTTP request with this method, upper case, to the trigger's hook. */
        record Webhook(String method) implements TriggerSource {}
    }

    /** The component export that turns an event into a payload. */
    record TriggerComponent(ComponentReference component, String triggerName) {}

    /**
     * A component as a file asks for it.
     *
     * @param name {@code org/name}
     * @param version exact version or semver range; empty for the newest installed
     */
    record ComponentReference(String name, Optional<String> version) {}

    /** One call of a task that a component exports. */
    record Component(
            NodeId id,
            InputValue.ObjectValue inputs,
            NodeSettings settings,
            ComponentReference component,
            String taskName)
            implements NodeDefinition {
        @Override
        public NodeType type() {
            return NodeType.COMPONENT;
        }
    }

    /**
     * One HTTP request; its output is {@code {status, headers, body}}.
     *
     * @param method upper case
     * @param url path or template
     * @param headers name to value
     * @param query name to value
     * @param body JSON (sent as such) or text
     * @param auth how the request is authenticated
     */
    record Http(
            NodeId id,
            InputValue.ObjectValue inputs,
            NodeSettings settings,
            String method,
            InputValue url,
            Map<String, InputValue> headers,
            Map<String, InputValue> query,
            Optional<InputValue> body,
            Optional<HttpAuth> auth)
            implements NodeDefinition {
        @Override
        public NodeType type() {
            return NodeType.HTTP;
        }
    }

    /** How an HTTP request is authenticated. */
    sealed interface HttpAuth {
        /** {@code Authorization: Basic}. */
        record Basic(InputValue username, InputValue password) implements HttpAuth {}

        /** {@code Authorization: Bearer}. */
        record Bearer(InputValue token) implements HttpAuth {}

        /** A key in a header. */
        record Header(String name, InputValue value) implements HttpAuth {}
    }

    /**
     * Where branches meet.
     *
     * @param strategy when it goes on
     * @param count how many branches {@link JoinStrategy#N_OF_M} needs; empty for the others
     * @param component a component that decides and shapes the output, if any
     */
    record Join(
            NodeId id,
            InputValue.ObjectValue inputs,
            NodeSettings settings,
            JoinStrategy strategy,
            OptionalInt count,
            Optional<JoinComponent> component)
            implements NodeDefinition {
        @Override
        public NodeType type() {
            return NodeType.JOIN;
        }
    }

    /** The component task that a custom join calls with the branches' results. */
    record JoinComponent(ComponentReference component, String taskName) {}

    /**
     * A nested graph, run once per item.
     *
     * @param items evaluates to an array or object
     * @param concurrency iterations at once; 1 when sequential
     * @param failureMode what an iteration's failure means for the others
     */
    record Loop(
            NodeId id,
            InputValue.ObjectValue inputs,
            NodeSettings settings,
            InputValue items,
            boolean parallel,
            int concurrency,
            LoopFailureMode failureMode,
            Graph body)
            implements NodeDefinition {
        @Override
        public NodeType type() {
            return NodeType.LOOP;
        }
    }

    /**
     * A call of another stored workflow, which runs as an execution of its own; the inputs are its payload.
     *
     * @param workflow which one
     * @param version exact number; empty for the newest when this workflow is locked
     */
    record SubWorkflow(
            NodeId id, InputValue.ObjectValue inputs, NodeSettings settings, WorkflowId workflow, OptionalInt version)
            implements NodeDefinition {
        public SubWorkflow {
            Objects.requireNonNull(workflow, "workflow");
            Objects.requireNonNull(version, "version");
        }

        @Override
        public NodeType type() {
            return NodeType.WORKFLOW;
        }
    }

    /** The graphs inside this node: a loop's body, else none. */
    default List<Graph> nested() {
        return this instanceof Loop loop ? List.of(loop.body()) : List.of();
    }
}
