package io.fuscia.offline;

import io.fuscia.execution.ExecutionId;
import io.fuscia.failure.ErrorCode;
import io.fuscia.task.Cancellation;
import io.fuscia.task.HttpTaskRunner;
import io.fuscia.task.TaskOutcome;
import io.fuscia.task.TaskRequest;
import io.fuscia.task.TaskRunner;
import io.fuscia.workflow.NodeDefinition;
import io.fuscia.workflow.WorkflowId;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Gives what the mocks of the test say, and runs components that have none. An http node without a mock fails: nothing
 * leaves the machine. Holds the mocks of one test at a time.
 */
final class MockedTasks implements TaskRunner {
    private final TaskRunner components;
    private final Map<String, Integer> attempts = new HashMap<>();
    private Function<ExecutionId, Optional<WorkflowId>> called = id -> Optional.empty();
    private Map<TaskName, List<Mock>> mocks = Map.of();
    private List<TaskName> used = new ArrayList<>();

    MockedTasks(TaskRunner components) {
        this.components = components;
    }

    /**
     * From now on, these.
     *
     * @param calledWorkflow the workflow of an execution that another one called
     */
    synchronized void begin(
            Map<TaskName, List<Mock>> mocksOfTest, Function<ExecutionId, Optional<WorkflowId>> calledWorkflow) {
        called = calledWorkflow;
        mocks = Map.copyOf(mocksOfTest);
        attempts.clear();
        used = new ArrayList<>();
    }

    /** Mocks that no task asked for. */
    synchronized List<TaskName> unused() {
        return mocks.keySet().stream().filter(name -> !used.contains(name)).toList();
    }

    @Override
    public TaskOutcome run(TaskRequest request, Cancellation cancellation) {
        Optional<Mock> mock = mock(request);
        if (mock.isEmpty() && request.node() instanceof NodeDefinition.Http) {
            String prefix = called.apply(new ExecutionId(request.context().executionId()))
                    .map(workflow -> workflow + ":")
                    .orElse("");
            return failed(
                    ErrorCode.INVALID_REQUEST,
                    "the test has no mock for http node '" + prefix
                            + request.context().nodeId() + "'",
                    false);
        }
        if (mock.isEmpty() || mock.get() instanceof Mock.Real) {
            return components.run(request, cancellation);
        }
        return outcome(mock.get(), request);
    }

    private synchronized Optional<Mock> mock(TaskRequest request) {
        TaskName task = TaskName.ofTask(
                called.apply(new ExecutionId(request.context().executionId())),
                request.context().taskId());
        Optional<TaskName> name = mocks.keySet().stream()
                .filter(each -> each.names(
                        task.workflow(), task.node(), task.iteration().orElseThrow()))
                .max((one, other) -> Boolean.compare(
                        one.iteration().isPresent(), other.iteration().isPresent()));
        name.ifPresent(used::add);
        int attempt = attempts.merge(request.context().taskId(), 1, Integer::sum);
        return name.map(mocks::get).map(list -> list.get(Math.min(attempt, list.size()) - 1));
    }

    private static TaskOutcome outcome(Mock mock, TaskRequest request) {
        String node = "node '" + request.context().nodeId() + "'";
        boolean http = request.node() instanceof NodeDefinition.Http;
        if (mock instanceof Mock.Output output) {
            return new TaskOutcome.Succeeded(output.value(), List.of());
        }
        if (mock instanceof Mock.Response response) {
            return response.status() < 400
                    ? new TaskOutcome.Succeeded(response.output(), List.of())
                    : new TaskOutcome.Failed(
                            ErrorCode.HTTP_RESPONSE_STATUS,
                            node + " was answered with status " + response.status(),
                            HttpTaskRunner.isRetryable(response.status()),
                            response.output());
        }
        if (mock instanceof Mock.Failure failure) {
            boolean permanent = failure.permanent() || failure.message().startsWith("permanent:");
            return failed(
                    http ? ErrorCode.HTTP_REQUEST_FAILED : ErrorCode.COMPONENT_RETURNED_ERROR,
                    failure.message(),
                    !permanent);
        }
        return failed(ErrorCode.NODE_TIMED_OUT, node + " took longer than it may", true);
    }

    private static TaskOutcome failed(ErrorCode code, String message, boolean retryable) {
        return new TaskOutcome.Failed(code, message, retryable, JsonValue.EMPTY_JSON_OBJECT);
    }
}
