package io.fuscia.batch.launch;

import io.fuscia.execution.ExecutionId;
import jakarta.batch.operations.NoSuchJobExecutionException;
import jakarta.batch.runtime.JobExecution;
import jakarta.batch.runtime.context.JobContext;
import jakarta.batch.runtime.context.StepContext;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.jberet.operations.AbstractJobOperator;
import org.jberet.repository.JobExecutionSelector;
import org.jberet.repository.JobRepository;

/**
 * Keeps the batch runtime's own records short: the newest ended jobs stay, for the console; older ones are removed. Our
 * rows are the record; these would only fill the memory. Some are removed at once, since the repository goes through all it
 * has for each removal. Thread-safe.
 */
final class JobRecords {
    private record Ended(ExecutionId execution, long job, long instance, int steps) {}

    private final int jobs;
    private final int steps;
    private final Deque<Ended> ended = new ArrayDeque<>();
    private int stepsEnded;

    /**
     * @param jobs how many ended jobs stay; negative: all
     * @param steps how many steps of ended jobs stay in all: one job may have thousands
     */
    JobRecords(int jobs, int steps) {
        this.jobs = jobs;
        this.steps = steps;
    }

    /** As system properties say: {@code fuscia.batch.history}, 200 unless set. */
    static JobRecords configured() {
        return new JobRecords(Integer.getInteger("fuscia.batch.history", 200), 20_000);
    }

    /** A job is over, its record final. */
    synchronized void ended(AbstractJobOperator operator, long job, ExecutionId execution) {
        if (jobs < 0) {
            return;
        }
        try {
            long instance = operator.getJobInstance(job).getInstanceId();
            int count = operator.getStepExecutions(job).size();
            ended.addLast(new Ended(execution, job, instance, count));
            stepsEnded += count;
        } catch (NoSuchJobExecutionException e) {
            return;
        }
        if (ended.size() <= jobs + jobs / 4 && stepsEnded <= steps) {
            return;
        }
        Set<Long> old = new HashSet<>();
        while (ended.size() > jobs || (stepsEnded > steps && !ended.isEmpty())) {
            Ended oldest = ended.removeFirst();
            stepsEnded -= oldest.steps;
            old.add(oldest.job);
            operator.getJobRepository().removeJobInstance(oldest.instance);
        }
        if (!old.isEmpty()) {
            remove(operator.getJobRepository(), old);
        }
    }

    /** An execution is being removed, and its jobs with it. */
    synchronized void forget(AbstractJobOperator operator, ExecutionId execution) {
        Set<Long> old = new HashSet<>();
        for (Iterator<Ended> all = ended.iterator(); all.hasNext(); ) {
            Ended one = all.next();
            if (one.execution.equals(execution)) {
                all.remove();
                stepsEnded -= one.steps;
                old.add(one.job);
                operator.getJobRepository().removeJobInstance(one.instance);
            }
        }
        if (!old.isEmpty()) {
            remove(operator.getJobRepository(), old);
        }
    }

    private static void remove(JobRepository repository, Set<Long> jobs) {
        repository.removeJobExecutions(new JobExecutionSelector() {
            @Override
            public boolean select(JobExecution execution, Collection<Long> all) {
                return jobs.contains(execution.getExecutionId());
            }

            @Override
            public JobContext getJobContext() {
                return null;
            }

            @Override
            public void setJobContext(JobContext context) {
                // of no use here: the selection depends on nothing but the job's number
            }

            @Override
            public StepContext getStepContext() {
                return null;
            }

            @Override
            public void setStepContext(StepContext context) {
                // see above
            }
        });
    }
}
