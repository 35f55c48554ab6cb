package io.fuscia.batch.model;

import io.fuscia.execution.ExecutionStatus;
import io.fuscia.execution.TaskStatus;
import io.fuscia.failure.ErrorCode;
import io.fuscia.input.NodeId;
import io.fuscia.workflow.LockedWorkflow;
import io.fuscia.workflow.NodeDefinition;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A small interpreter of a locked workflow on a simulated clock: it says what an execution does, at which millisecond,
 * and what is stored of it. One thread, no storage, no library.
 *
 * <p>It is moved on event by event. Where threads that one event wakes would race in a way that design leaves open, the
 * case is {@link #isAmbiguous ambiguous} and of no use for a comparison.
 */
final class ReferenceModel {
    /** In place of the random part of retry delays. */
    static final double CHANCE = 0.25;

    /** Where an execution is between events. */
    enum Place {
        RUNNING,
        ASLEEP,
        RESTING,
        OVER
    }

    /** What happens next. */
    enum Kind {
        ATTEMPT_ENDS,
        WAIT_ENDS,
        TIMER
    }

    /** @param task whose; null for the timer */
    record Event(long time, Kind kind, ModelTask task) {}

    private record Scheduled(ModelTask task, long time, boolean pause, Runnable then) {}

    final LockedWorkflow workflow;
    final Script script;
    final JsonValue payload;
    long now;
    boolean errors;
    private final ModelGraph root;
    private final Map<NodeId, Set<NodeId>> before;
    private final List<Walk> jobs = new ArrayList<>();
    private final Map<ModelTask, Scheduled> scheduled = new HashMap<>();
    private final long startedAt;
    private Place place = Place.RUNNING;
    private ExecutionStatus status = ExecutionStatus.RUNNING;
    private ErrorCode error;
    private Long wakeAt;
    private boolean paused;
    private long retriesSeenUntil;
    private boolean ambiguous;
    private int begun;
    private int starts;
    private int failuresAtOnce;
    private int stops;
    private int drops;
    private int endsAtOnce;
    private int loopsLeftApart;
    private int step;

    /** @param before by node of the outermost graph: those that a job is done with before it comes to this one */
    ReferenceModel(
            LockedWorkflow workflow, Map<String, Set<String>> before, JsonValue payload, Script script, long now) {
        this.workflow = workflow;
        this.script = script;
        this.payload = payload;
        this.now = now;
        this.startedAt = now;
        this.before = new HashMap<>();
        before.forEach((node, earlier) -> {
            Set<NodeId> ids = new java.util.HashSet<>();
            earlier.forEach(name -> ids.add(new NodeId(name)));
            this.before.put(new NodeId(node), ids);
        });
        this.root = new ModelGraph(this, null, workflow.graph(), "", "", null, 0);
    }

    void start(NodeId trigger) {
        step(() -> {
            for (ModelTask task : root.tasks.values()) {
                if (task.node instanceof NodeDefinition.Trigger) {
                    boolean fires = task.node.id().equals(trigger);
                    root.end(task, fires ? TaskStatus.SUCCEEDED : TaskStatus.SKIPPED, fires ? payload : null, null);
                }
            }
            launch();
        });
    }

    // Events.

    /** What happens next by itself; empty if nothing does. */
    Optional<Event> next() {
        Event first = null;
        for (Scheduled entry : scheduled.values()) {
            Event event = new Event(entry.time, entry.pause ? Kind.WAIT_ENDS : Kind.ATTEMPT_ENDS, entry.task);
            first = earlier(first, event);
        }
        Long timer = nextTimer();
        if (timer != null) {
            first = earlier(first, new Event(timer, Kind.TIMER, null));
        }
        return Optional.ofNullable(first);
    }

    private Event earlier(Event one, Event other) {
        ambiguous |= one != null && one.time == other.time;
        return one == null || other.time < one.time ? other : one;
    }

    private Long nextTimer() {
        if (place == Place.OVER) {
            return null;
        }
        List<Long> times = new ArrayList<>();
        if (deadline() != null && root.stopped == null) {
            times.add(deadline());
        }
        if (place == Place.ASLEEP) {
            times.add(wakeAt);
        }
        if (place == Place.RUNNING) {
            for (ModelLoop loop : openLoops()) {
                if (loop.deadline() != null) {
                    times.add(loop.deadline());
                }
                times.addAll(loop.waiting.values());
            }
            waitingTasks().forEach(task -> times.add(task.retryDue));
            times.removeIf(time -> time <= now);
        }
        if (times.isEmpty()) {
            return null;
        }
        Long first = Collections.min(times);
        ambiguous |= Collections.frequency(times, first) > 1;
        return first;
    }

    private Long deadline() {
        return workflow.definition().timeoutMs().isPresent()
                ? Long.valueOf(startedAt + workflow.definition().timeoutMs().getAsLong())
                : null;
    }

    /** All loops that are worked on. */
    private List<ModelLoop> openLoops() {
        List<ModelLoop> open = new ArrayList<>();
        everyTask(root, task -> {
            if (task.loop != null && task.loop.workers > 0) {
                open.add(task.loop);
            }
        });
        return open;
    }

    void happens(Event event) {
        now = event.time;
        step(() -> {
            if (event.kind == Kind.TIMER) {
                timer();
            } else {
                Scheduled entry = scheduled.remove(event.task);
                entry.then.run();
            }
        });
    }

    private void timer() {
        if (deadline() != null && deadline() <= now && root.stopped == null) {
            root.stop(ModelGraph.Stop.TIMED_OUT);
            if (place != Place.RUNNING) {
                conclude();
            }
            return;
        }
        if (place == Place.ASLEEP) {
            reload();
            return;
        }
        for (ModelLoop loop : openLoops()) {
            if (loop.deadline() != null && loop.deadline() <= now && loop.workers > 0) {
                loop.timeOut();
            }
        }
        if (place == Place.RUNNING && isRetryNewlyDue()) {
            retriesSeenUntil = now;
            goOn();
        }
    }

    private boolean isRetryNewlyDue() {
        List<Long> dues = new ArrayList<>();
        waitingTasks().forEach(task -> dues.add(task.retryDue));
        openLoops()
                .forEach(loop ->
                        loop.waiting.values().stream().min(Long::compare).ifPresent(dues::add));
        return dues.stream().anyMatch(due -> due <= now && due > retriesSeenUntil);
    }

    void cancel(long time) {
        now = time;
        step(() -> {
            root.stop(ModelGraph.Stop.CANCELLED);
            if (place != Place.RUNNING) {
                conclude();
            }
        });
    }

    void pause(long time) {
        now = time;
        paused = true;
        if (place == Place.ASLEEP) {
            place = Place.RESTING;
        }
    }

    void resume(long time) {
        now = time;
        paused = false;
        step(() -> {
            if (place == Place.RUNNING) {
                goOn();
            } else {
                reload();
            }
        });
    }

    // Jobs.

    private void launch() {
        Walk[] job = new Walk[1];
        job[0] = new Walk(workflow.graph().topologicalOrder(), before, root::visit, () -> jobEnded(job[0]));
        jobs.add(job[0]);
        job[0].go();
    }

    /** All nodes that could start now are looked for, whatever else is busy; before the first job there is no need. */
    void goOn() {
        if (mayStart() && !jobs.isEmpty()) {
            launch();
            for (ModelGraph body : bodies()) {
                body.loop.visitAgain(body);
            }
        }
    }

    /** The bodies that are worked on. */
    private List<ModelGraph> bodies() {
        List<ModelGraph> bodies = new ArrayList<>();
        everyTask(root, task -> {
            if (task.loop != null) {
                task.loop.active.forEach(index -> bodies.add(task.loop.bodies.get(index)));
            }
        });
        return bodies;
    }

    private List<ModelTask> waitingTasks() {
        List<ModelTask> waiting = new ArrayList<>(root.tasks.values());
        bodies().forEach(body -> waiting.addAll(body.tasks.values()));
        waiting.removeIf(task -> task.isOver() || task.busy || task.retryDue == null);
        return waiting;
    }

    private void jobEnded(Walk job) {
        jobs.remove(job);
        if (jobs.isEmpty()) {
            conclude();
        }
    }

    private void reload() {
        place = Place.RUNNING;
        wakeAt = null;
        retriesSeenUntil = 0;
        everyTask(root, task -> {
            if (task.loop != null) {
                task.loop.reload();
            }
        });
        launch();
    }

    private void conclude() {
        if (root.stopped != null) {
            stoppedEnd();
        } else if (paused) {
            place = Place.RESTING;
        } else if (root.isComplete()) {
            over(errors ? ExecutionStatus.COMPLETED_WITH_ERRORS : ExecutionStatus.SUCCEEDED, null);
        } else {
            Long wake = null;
            for (ModelTask task : root.tasks.values()) {
                if (task.isOver()) {
                    continue;
                }
                if (task.retryDue != null && task.retryDue > now) {
                    wake = wake == null ? task.retryDue : Long.valueOf(Math.min(wake, task.retryDue));
                } else if (root.hasSomethingToDo(task)) {
                    launch();
                    return;
                }
            }
            place = Place.ASLEEP;
            wakeAt = wake;
        }
    }

    private void stoppedEnd() {
        boolean cut =
                root.tasks.values().stream().anyMatch(task -> !task.isOver() || task.status == TaskStatus.CANCELLED);
        switch (root.stopped) {
            case CANCELLED -> {
                if (cut) {
                    root.endTheRest(ErrorCode.CANCELLED);
                    over(ExecutionStatus.CANCELLED, ErrorCode.CANCELLED);
                } else {
                    over(errors ? ExecutionStatus.COMPLETED_WITH_ERRORS : ExecutionStatus.SUCCEEDED, null);
                }
            }
            case TIMED_OUT -> {
                root.endTheRest(ErrorCode.EXECUTION_TIMED_OUT);
                over(ExecutionStatus.TIMED_OUT, ErrorCode.EXECUTION_TIMED_OUT);
            }
            case NOT_NEEDED -> {
                root.endTheRest(ErrorCode.CANCELLED);
                over(ExecutionStatus.FAILED, root.fatal);
            }
        }
    }

    private void over(ExecutionStatus end, ErrorCode why) {
        place = Place.OVER;
        status = end;
        error = why;
        everyTask(root, task -> {
            if (!task.isOver() && task.hasRow()) {
                task.status = TaskStatus.CANCELLED;
                task.error = end == ExecutionStatus.TIMED_OUT ? why : ErrorCode.CANCELLED;
                task.endedAt = now;
            }
        });
    }

    boolean mayStart() {
        return !paused && root.stopped == null;
    }

    // The clock.

    void schedule(ModelTask task, long time, boolean wait, Runnable then) {
        scheduled.put(task, new Scheduled(task, time, wait, then));
    }

    /** Forgets what was to happen to it; whether anything was. */
    boolean unschedule(ModelTask task) {
        return scheduled.remove(task) != null;
    }

    // What makes a case ambiguous: things that happen at the same moment and would have to be in an order.

    private void step(Runnable happening) {
        begun = 0;
        starts = 0;
        failuresAtOnce = 0;
        stops = 0;
        drops = 0;
        endsAtOnce = 0;
        loopsLeftApart = 0;
        step++;
        happening.run();
        ambiguous |= failuresAtOnce > 0 && stops > 0 && begun + failuresAtOnce > 1;
        ambiguous |= drops > 0 && starts > 0;
        ambiguous |= loopsLeftApart > 0 && begun > 0;
        Races races = new Races(step);
        ambiguous |= races.lost(root);
        everyTask(root, task -> {
            if (task.loop != null) {
                task.loop.bodies.values().forEach(body -> ambiguous |= races.lost(body));
            }
        });
    }

    /** The number of what happens now. */
    int step() {
        return step;
    }

    /**
     * Workers that different jobs sent left a loop which failed: the job of the one that was not the last may have gone on
     * to other nodes before the failure was known, or after.
     */
    void leftApart() {
        loopsLeftApart++;
    }

    /** @param join it is the end of branches, so it starts after those of them that are dropped returned */
    void started(boolean join) {
        begun++;
        starts += join ? 0 : 1;
    }

    /** A loop, or a join without a task: had the graph been stopped before, it would not have been run. */
    void began() {
        begun++;
    }

    void suppressed(boolean wouldHaveStarted) {
        begun += wouldHaveStarted ? 1 : 0;
        starts += wouldHaveStarted ? 1 : 0;
    }

    void failedAtOnce() {
        failuresAtOnce++;
        endsAtOnce++;
    }

    /** A node ended without taking time, on whatever thread came to it. */
    void endedAtOnce() {
        endsAtOnce++;
    }

    /**
     * Something whose order nobody can see: a node that is decided at the moment when a join needs it no more, or that
     * began at the moment at which another failed its graph.
     */
    void unseen() {
        ambiguous = true;
    }

    void stoppedSomething() {
        stops++;
    }

    void droppedSomething() {
        drops += endsAtOnce > 0 ? 1 : 0;
    }

    boolean isAmbiguous() {
        return ambiguous;
    }

    // What can be seen.

    Place place() {
        return place;
    }

    boolean isStopped() {
        return root.stopped != null;
    }

    /** {@code status error}. */
    String end() {
        return status.text() + " " + error;
    }

    List<String> runningTasks() {
        return scheduled.values().stream()
                .filter(entry -> !entry.pause)
                .map(entry -> entry.task.taskId() + "#" + (entry.task.attempts.size() + 1))
                .sorted()
                .toList();
    }

    List<Long> waits() {
        return scheduled.values().stream()
                .filter(entry -> entry.pause)
                .map(entry -> entry.time)
                .sorted()
                .toList();
    }

    List<Walk> jobs() {
        return jobs;
    }

    /** {@code path@iteration=status} of what ended in graphs that run now. */
    List<String> ended() {
        List<String> ended = new ArrayList<>();
        ended(root, ended);
        Collections.sort(ended);
        return ended;
    }

    private static void ended(ModelGraph graph, List<String> ended) {
        for (ModelTask task : graph.tasks.values()) {
            if (task.isOver()) {
                ended.add(task.row() + "=" + task.status.text());
            } else if (task.retryDue != null && !task.busy) {
                ended.add(task.row() + " due " + task.retryDue);
            }
            if (task.loop != null && task.loop.workers > 0) {
                ended.add(task.row() + " ended " + task.loop.endedCount() + " waiting " + task.loop.waiting.size()
                        + " workers " + task.loop.workers);
            }
            if (task.loop != null) {
                task.loop.active.forEach(index -> ended(task.loop.bodies.get(index), ended));
            }
        }
    }

    /** Everything that is stored of tasks in the end, by {@code path@iteration}. */
    Map<String, String> rows() {
        Map<String, String> rows = new TreeMap<>();
        everyTask(root, task -> {
            if (task.hasRow()) {
                rows.put(task.row(), task.toString());
            }
            if (task.loop != null) {
                iterations(task, rows);
            }
        });
        return rows;
    }

    private static void iterations(ModelTask loop, Map<String, String> rows) {
        for (int index = 0; index < loop.loop.results.length; index++) {
            ModelLoop.Result result = loop.loop.results[index];
            if (result != null) {
                String iteration = loop.graph.iteration.isEmpty() ? "" + index : loop.graph.iteration + "/" + index;
                rows.put(
                        loop.path() + "@" + iteration,
                        result.status().text() + " error=" + result.error() + " ended=" + result.endedAt() + " output="
                                + Values.plain(result.output()));
            }
        }
    }

    private static void everyTask(ModelGraph graph, Consumer<ModelTask> action) {
        for (ModelTask task : graph.tasks.values()) {
            action.accept(task);
            if (task.loop != null) {
                task.loop.bodies.values().forEach(body -> everyTask(body, action));
            }
        }
    }
}
