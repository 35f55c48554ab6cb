package io.fuscia.execution;

import io.fuscia.artifact.ArtifactId;
import io.fuscia.artifact.Artifacts;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.storage.DatabaseSpace;
import io.fuscia.workflow.WorkflowId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Removes executions that are over and older, or more, than is to be kept: their rows, then their files, then what
 * the batch runtime remembers of them. Never one that is not over. The space of removed rows is used again by new ones,
 * and given back to the disk when it is much. Thread-safe; one thread at a time prunes, others wait.
 */
public final class Retention {
    private static final System.Logger LOG = System.getLogger(Retention.class.getName());
    private static final int MEASURED_AT_ONCE = 200;
    private static final int DELETED_AT_ONCE = 20;
    private static final int LOOKED_AT_ONCE = 500;
    private static final int CHOSEN_AT_ONCE = 20_000;
    private static final Duration ORPHANED_FILES_STAY = Duration.ofHours(1);

    private final RetentionRows rows;
    private final RetentionPolicy forAll;
    private final Artifacts artifacts;
    private final DatabaseSpace space;
    private final Consumer<ExecutionId> forgotten;
    private final InstantSource clock;
    private final ReentrantLock pruning = new ReentrantLock();

    /** @param forgotten told of each execution that is gone */
    Retention(
            RetentionRows rows,
            RetentionPolicy forAll,
            Artifacts artifacts,
            DatabaseSpace space,
            Consumer<ExecutionId> forgotten,
            InstantSource clock) {
        this.rows = rows;
        this.forAll = forAll;
        this.artifacts = artifacts;
        this.space = space;
        this.forgotten = forgotten;
        this.clock = clock;
    }

    /** What holds for all workflows together. */
    public RetentionPolicy forAll() {
        return forAll;
    }

    /** What every workflow's executions that are over take. */
    public List<StorageUse> use() {
        measure();
        return rows.use();
    }

    /**
     * What holds for one workflow alone; {@link RetentionPolicy#EVERYTHING} if nothing was set.
     *
     * @throws FusciaException {@code WORKFLOW_NOT_FOUND} if there never was one
     */
    public RetentionPolicy of(WorkflowId workflow) {
        requireKnown(workflow);
        return rows.policies().getOrDefault(workflow, RetentionPolicy.EVERYTHING);
    }

    /**
     * Sets what holds for one workflow, besides what holds for all; also for one that is deleted, whose past stays.
     *
     * @throws FusciaException {@code WORKFLOW_NOT_FOUND} if there never was one
     */
    public void set(WorkflowId workflow, RetentionPolicy policy) {
        requireKnown(workflow);
        rows.set(workflow, policy);
    }

    private void requireKnown(WorkflowId workflow) {
        if (!rows.isKnown(workflow)) {
            throw new FusciaException(ErrorCode.WORKFLOW_NOT_FOUND, "there is no workflow '" + workflow + "'");
        }
    }

    /**
     * Removes what is not to be kept.
     *
     * @param dryRun only says what would be removed, of very much only the oldest part
     */
    public Pruned prune(boolean dryRun) {
        pruning.lock();
        try {
            List<RetentionRows.Candidate> all = new ArrayList<>();
            List<RetentionRows.Candidate> some;
            List<RetentionRows.Candidate> removed;
            do {
                some = chooseSome();
                removed = dryRun ? some : remove(some);
                all.addAll(removed);
            } while (!dryRun && some.size() >= CHOSEN_AT_ONCE && !removed.isEmpty());
            if (!dryRun && !all.isEmpty()) {
                LOG.log(System.Logger.Level.INFO, "retention removed {0} executions", all.size());
                space.giveBackIfMuch();
            }
            return summary(all);
        } finally {
            pruning.unlock();
        }
    }

    private List<RetentionRows.Candidate> chooseSome() {
        measure();
        Map<ExecutionId, RetentionRows.Candidate> chosen = new LinkedHashMap<>();
        List<StorageUse> uses = rows.use();
        for (StorageUse use : uses) {
            choose(Optional.of(use.workflow()), use.policy(), use.executions(), use.bytes(), chosen);
        }
        long count = uses.stream().mapToLong(StorageUse::executions).sum();
        long bytes = uses.stream().mapToLong(StorageUse::bytes).sum();
        choose(Optional.empty(), forAll, count, bytes, chosen);
        return new ArrayList<>(chosen.values());
    }

    /** Gives all space of removed rows back to the disk; writers wait meanwhile. @return bytes given back */
    public long compact() {
        pruning.lock();
        try {
            return space.giveBack();
        } finally {
            pruning.unlock();
        }
    }

    /** Does something that needs what is stored to stay, such as a copy of it. */
    public <T> T whileNothingIsRemoved(Supplier<T> work) {
        pruning.lock();
        try {
            return work.get();
        } finally {
            pruning.unlock();
        }
    }

    /** Removes files that belong to nothing: of attempts that a crash cut off. @return how many */
    int sweepFiles() {
        return whileNothingIsRemoved(() -> artifacts.sweep(ORPHANED_FILES_STAY));
    }

    private void measure() {
        Optional<ExecutionId> last = Optional.empty();
        do {
            last = rows.measure(last, MEASURED_AT_ONCE);
        } while (last.isPresent());
    }

    private void choose(
            Optional<WorkflowId> workflow,
            RetentionPolicy policy,
            long count,
            long bytes,
            Map<ExecutionId, RetentionRows.Candidate> chosen) {
        if (policy.equals(RetentionPolicy.EVERYTHING)) {
            return;
        }
        long before = policy.age().map(age -> clock.millis() - age.toMillis()).orElse(Long.MIN_VALUE);
        long countLeft = count;
        long bytesLeft = bytes;
        for (RetentionRows.Candidate already : chosen.values()) {
            if (workflow.isEmpty()) {
                countLeft--;
                bytesLeft -= already.bytes();
            }
        }
        Optional<ExecutionId> last = Optional.empty();
        while (true) {
            List<RetentionRows.Candidate> oldest = rows.oldest(workflow, last, LOOKED_AT_ONCE);
            for (RetentionRows.Candidate candidate : oldest) {
                if (chosen.size() >= CHOSEN_AT_ONCE) {
                    return;
                }
                boolean tooMany = countLeft > policy.count().orElse(Long.MAX_VALUE)
                        || bytesLeft > policy.bytes().orElse(Long.MAX_VALUE);
                if (!tooMany && candidate.endedAt() >= before && candidate.id().createdAt() >= before) {
                    return;
                }
                if ((tooMany || candidate.endedAt() < before)
                        && chosen.putIfAbsent(candidate.id(), candidate) == null) {
                    countLeft--;
                    bytesLeft -= candidate.bytes();
                }
            }
            if (oldest.size() < LOOKED_AT_ONCE) {
                return;
            }
            last = Optional.of(oldest.get(oldest.size() - 1).id());
        }
    }

    /** Gives those that are gone: one that was restarted since it was chosen stays, with all that it stored. */
    private List<RetentionRows.Candidate> remove(List<RetentionRows.Candidate> all) {
        List<RetentionRows.Candidate> gone = new ArrayList<>();
        for (int from = 0; from < all.size(); from += DELETED_AT_ONCE) {
            List<RetentionRows.Candidate> some = all.subList(from, Math.min(all.size(), from + DELETED_AT_ONCE));
            // Rows before files: a restart may take over what is in the files until the rows are gone.
            Map<ExecutionId, List<ArtifactId>> removed =
                    rows.delete(some.stream().map(RetentionRows.Candidate::id).toList());
            removed.values().forEach(artifacts::removeFiles);
            removed.keySet().forEach(forgotten);
            some.stream().filter(one -> removed.containsKey(one.id())).forEach(gone::add);
        }
        return gone;
    }

    private static Pruned summary(List<RetentionRows.Candidate> all) {
        Map<WorkflowId, Long> executions = new HashMap<>();
        all.forEach(candidate -> executions.merge(candidate.workflow(), 1L, Long::sum));
        return new Pruned(
                executions,
                all.stream().mapToLong(RetentionRows.Candidate::bytes).sum());
    }
}
