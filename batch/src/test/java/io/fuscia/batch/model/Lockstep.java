package io.fuscia.batch.model;

import io.fuscia.batch.jsl.JslCompiler;
import io.fuscia.batch.jsl.ReadJob;
import io.fuscia.batch.launch.BatchRuntime;
import io.fuscia.execution.Attempt;
import io.fuscia.execution.EngineUnderTest;
import io.fuscia.execution.Execution;
import io.fuscia.execution.ExecutionDetail;
import io.fuscia.execution.ExecutionId;
import io.fuscia.execution.ExecutionStatus;
import io.fuscia.execution.StartRequest;
import io.fuscia.execution.Task;
import io.fuscia.execution.TaskError;
import io.fuscia.execution.TaskStatus;
import io.fuscia.failure.FusciaException;
import io.fuscia.input.JsonValues;
import io.fuscia.input.NodeId;
import io.fuscia.workflow.LockedWorkflow;
import io.fuscia.workflow.NodeType;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The real engine on JBeret and the reference model, side by side: after every event both must come to rest in the same
 * state, and in the end the same must be stored, to the millisecond. One engine serves many cases, one after the other.
 */
final class Lockstep implements AutoCloseable {
    /** How long the engine may take to come to rest. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final long MOST_AT_ONCE_NANOS = 20_000_000;
    private static final int MOST_TOLD = 12;
    private static final JsonValue PAYLOAD = JsonValues.parse(Artist.PAYLOAD).orElseThrow();

    private final ScriptedGuests guests = new ScriptedGuests();
    private final BatchRuntime batch = new BatchRuntime(4_096);
    private final EngineUnderTest engine = EngineUnderTest.stepped(guests, batch);

    private final Duration patience;
    private final List<String> history = new ArrayList<>();

    Lockstep(Duration patience) {
        this.patience = patience;
        batch.callBack(engine.nodes(), engine.executions());
    }

    /** They differ. */
    static final class Difference extends AssertionError {
        private static final long serialVersionUID = 1L;

        Difference(String message) {
            super(message);
        }
    }

    static ReferenceModel model(Drawing drawing, long seed, long now) {
        LockedWorkflow workflow = Saving.save(drawing).orThrow();
        return new ReferenceModel(
                workflow, ReadJob.of(JslCompiler.compile(workflow)).before, PAYLOAD, new Script(seed), now);
    }

    /** Whether the model by itself knows one right answer, within so many events. */
    static boolean isClear(Drawing drawing, long seed, int most) {
        ReferenceModel model = model(drawing, seed, 0);
        model.start(new NodeId("start"));
        Deque<Drawing.Outside> outside = new ArrayDeque<>(drawing.outside());
        int events = 0;
        while (events++ < most && !model.isAmbiguous()) {
            Optional<ReferenceModel.Event> next = model.next();
            if (!outside.isEmpty()
                    && next.filter(event -> event.time() == outside.peek().after())
                            .isPresent()) {
                return false;
            }
            if (!outside.isEmpty()
                    && next.filter(event -> event.time() < outside.peek().after())
                            .isEmpty()) {
                Drawing.Outside thing = outside.poll();
                if (!isPossible(model)) {
                    return false;
                }
                apply(thing, model, thing.after());
            } else if (next.isPresent() && !model.isAmbiguous()) {
                model.happens(next.get());
            } else {
                return model.place() == ReferenceModel.Place.OVER && !model.isAmbiguous();
            }
        }
        return false;
    }

    private static boolean isPossible(ReferenceModel model) {
        return model.place() != ReferenceModel.Place.OVER && !model.isStopped();
    }

    private static void apply(Drawing.Outside thing, ReferenceModel model, long time) {
        switch (thing.what()) {
            case CANCEL -> model.cancel(time);
            case PAUSE -> model.pause(time);
            case RESUME -> model.resume(time);
        }
    }

    /** Runs both. @throws Difference if they part */
    void compare(Drawing drawing, long seed) {
        LockedWorkflow workflow = Saving.save(drawing).orThrow();
        history.clear();
        guests.follow(new Script(seed));
        engine.define(workflow);
        engine.moveTo(engine.now() + 1_000_000);
        long start = engine.now();
        ReferenceModel model = model(drawing, seed, start);
        ExecutionId id = engine.executions()
                .start(new StartRequest(
                        workflow.definition().id(),
                        java.util.OptionalInt.empty(),
                        Optional.of(new NodeId("start")),
                        PAYLOAD,
                        Optional.empty(),
                        Optional.empty()))
                .execution()
                .id();
        boolean same = false;
        try {
            model.start(new NodeId("start"));
            rest(model, id, "the start");
            Deque<Drawing.Outside> outside = new ArrayDeque<>(drawing.outside());
            while (model.place() != ReferenceModel.Place.OVER) {
                step(model, id, start, outside);
            }
            compareRows(model, id, start);
            same = true;
        } finally {
            if (!same) {
                giveUp(id);
            }
        }
    }

    private void step(ReferenceModel model, ExecutionId id, long start, Deque<Drawing.Outside> outside) {
        Optional<ReferenceModel.Event> next = model.next();
        if (!outside.isEmpty()
                && next.filter(event -> event.time() < start + outside.peek().after())
                        .isEmpty()) {
            Drawing.Outside thing = outside.poll();
            long time = start + thing.after();
            engine.moveTo(time);
            switch (thing.what()) {
                case CANCEL -> engine.executions().cancel(id);
                case PAUSE -> engine.executions().pause(id);
                case RESUME -> engine.executions().resume(id);
            }
            apply(thing, model, time);
            rest(model, id, thing.toString());
            return;
        }
        ReferenceModel.Event event = next.orElseThrow(() -> new Difference("the model waits for nothing"));
        engine.moveTo(event.time());
        String what = event.kind() + " at " + (event.time() - start);
        switch (event.kind()) {
            case TIMER -> engine.tick();
            case WAIT_ENDS -> {
                what += " of " + event.task().taskId();
                engine.endWait(event.time());
            }
            case ATTEMPT_ENDS -> {
                what += " of " + event.task().taskId();
                guests.end(event.task().taskId(), event.task().attempts.size() + 1);
            }
        }
        model.happens(event);
        rest(model, id, what);
    }

    /** Waits until the engine is where the model is. */
    private void rest(ReferenceModel model, ExecutionId id, String after) {
        String expected = seen(model);
        history.add(after + ": " + expected);
        String found = "";
        long left = patience.toNanos();
        long last = System.nanoTime();
        while (left > 0) {
            found = seen(model, id);
            if (found.equals(expected) && batch.isAtRest() && seen(model, id).equals(expected)) {
                return;
            }
            LockSupport.parkNanos(30_000);
            long now = System.nanoTime();
            // The whole process may have been stopped for a while, which is no time that the engine had.
            left -= Math.min(now - last, MOST_AT_ONCE_NANOS);
            last = now;
        }
        throw new Difference("after " + after + "\n  expected " + expected + "\n  but is   " + found + before());
    }

    /** What happened last, the newest at the end. */
    private String before() {
        return "\nbefore that\n  "
                + String.join("\n  ", history.subList(Math.max(0, history.size() - MOST_TOLD), history.size()));
    }

    private static String seen(ReferenceModel model) {
        return switch (model.place()) {
            case RUNNING -> {
                Map<String, Integer> inside = new TreeMap<>();
                model.jobs().forEach(job -> job.inside()
                        .forEach((node, threads) -> inside.merge(node, threads, Integer::sum)));
                yield running(model, model.ended(), model.runningTasks(), model.waits(), inside);
            }
            case ASLEEP -> "asleep";
            case RESTING -> "paused";
            case OVER -> model.end();
        };
    }

    private static String running(
            ReferenceModel model,
            List<String> ended,
            List<String> tasks,
            List<Long> waits,
            Map<String, Integer> inside) {
        // Which of several jobs holds a thread at a node is up to the threads. One that is stopped leaves nodes out.
        return "ended " + ended + " running " + tasks + " waits " + waits
                + (model.isStopped() ? "" : " inside " + inside);
    }

    private String seen(ReferenceModel model, ExecutionId id) {
        Optional<List<String>> inMemory = engine.endedInMemory(id);
        if (inMemory.isPresent()) {
            return running(model, inMemory.get(), guests.running(), engine.waits(), batch.inside());
        }
        Execution row = engine.row(id);
        if (row.status() == ExecutionStatus.RUNNING) {
            return row.wakeAt().isPresent() ? "asleep" : "between";
        }
        return row.status().isTerminal()
                ? row.status().text() + " "
                        + row.error().map(TaskError::code).map(Enum::name).orElse("null")
                : row.status().text();
    }

    private void compareRows(ReferenceModel model, ExecutionId id, long start) {
        ExecutionDetail detail = engine.executions().find(id).orElseThrow();
        Map<String, String> found = new TreeMap<>();
        for (Task task : detail.tasks()) {
            if (task.status() != TaskStatus.PENDING || !task.attempts().isEmpty()) {
                boolean ofIteration =
                        task.node().ids().size() == task.iteration().indices().size();
                String row = ofIteration && task.type() == NodeType.LOOP
                        ? task.status().text() + " error=" + error(task) + " ended=" + millis(task.endedAt())
                                + " output=" + Values.plain(task.output().orElse(null))
                        : row(task);
                found.put(task.node() + "@" + task.iteration(), row);
            }
        }
        Map<String, String> expected = model.rows();
        if (!found.equals(expected)) {
            List<String> lines = new ArrayList<>();
            Map<String, String> all = new TreeMap<>(expected);
            all.putAll(found);
            for (String key : all.keySet()) {
                if (!Objects.equals(expected.get(key), found.get(key))) {
                    lines.add(key + "\n  expected " + expected.get(key) + "\n  but is   " + found.get(key));
                }
            }
            throw new Difference(
                    "what is stored differs (start " + start + "):\n" + String.join("\n", lines) + before());
        }
    }

    private static String row(Task task) {
        List<String> attempts = task.attempts().stream().map(Lockstep::attempt).toList();
        return task.status().text() + " error=" + error(task) + " attempts=" + attempts + " started="
                + millis(task.startedAt()) + " ended=" + millis(task.endedAt()) + " input="
                + Values.plain(task.input().orElse(null)) + " output="
                + Values.plain(task.output().orElse(null));
    }

    private static String attempt(Attempt attempt) {
        return attempt.status().text() + " "
                + attempt.error().map(TaskError::code).map(Enum::name).orElse("null") + " "
                + attempt.startedAt().toEpochMilli() + "-" + millis(attempt.endedAt());
    }

    private static String error(Task task) {
        return task.error().map(TaskError::code).map(Enum::name).orElse("null");
    }

    private static String millis(Optional<Instant> time) {
        return time.map(known -> String.valueOf(known.toEpochMilli())).orElse("null");
    }

    private void giveUp(ExecutionId id) {
        try {
            engine.executions().cancel(id);
        } catch (FusciaException e) {
            // It is over.
        }
        guests.giveUp();
    }

    @Override
    public void close() {
        guests.giveUp();
        engine.close();
        batch.close();
    }
}
