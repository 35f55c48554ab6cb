package io.fuscia.batch.launch;

import io.fuscia.artifact.Digest;
import io.fuscia.batch.step.LoopPartitionMapper;
import io.fuscia.execution.ExecutionId;
import io.fuscia.workflow.Graph;
import io.fuscia.workflow.LockedWorkflow;
import io.fuscia.workflow.RetryPolicy;
import io.fuscia.workflow.WorkflowDefinition;
import io.fuscia.workflow.WorkflowId;
import jakarta.batch.api.AbstractBatchlet;
import jakarta.batch.api.listener.AbstractJobListener;
import jakarta.batch.api.partition.PartitionMapper;
import jakarta.batch.api.partition.PartitionPlan;
import jakarta.batch.runtime.context.JobContext;
import jakarta.transaction.TransactionManager;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jberet.creation.ArtifactCreationContext;
import org.jberet.repository.InMemoryRepository;
import org.jberet.repository.JobRepository;
import org.jberet.spi.ArtifactFactory;
import org.jberet.spi.BatchEnvironment;
import org.jberet.spi.JobTask;
import org.jberet.spi.JobXmlResolver;
import org.jberet.tx.LocalTransactionManager;

/** JBeret itself, with as little around it as it needs: what the server gives it, less the server. */
final class TestServer implements BatchEnvironment, AutoCloseable {
    /** What every step does, given the node's path. */
    volatile Consumer<String> node = path -> {};

    /** In how many partitions a loop is run. */
    volatile int partitions = 1;

    /** What listeners do before they report. */
    volatile Runnable listener = () -> {};

    /** Launches that are refused before one is let through. */
    final AtomicInteger notReady = new AtomicInteger();

    final Queue<ExecutionId> ended = new ConcurrentLinkedQueue<>();

    /** What hears of the end of jobs. */
    volatile Consumer<ExecutionId> jobEnded = ended::add;

    /** What steps do, if it depends on more than the node. */
    volatile Steps steps = new Steps() {
        @Override
        public void run(long job, ExecutionId execution, String path) {
            node.accept(path);
        }

        @Override
        public int partitions(long job, ExecutionId execution, String path) {
            return partitions;
        }

        @Override
        public void ended(long job) {
            listener.run();
        }
    };

    final LaunchedJobs launched = new LaunchedJobs(id -> jobEnded.accept(id));
    final JobThreads threads;
    final JobLauncher launcher;
    /** Kept, or its level would be forgotten. It tells of every record that is removed. */
    private static final Logger BATCH_LOG = Logger.getLogger("org.jberet");

    static {
        BATCH_LOG.setLevel(Level.WARNING);
    }

    private final InMemoryRepository repository = InMemoryRepository.create();

    TestServer(JobThreads threads, JobRecords records) {
        this.threads = threads;
        this.launcher = new JobLauncher(this::whenReady, threads, launched, records);
    }

    static TestServer start() {
        return new TestServer(new JobThreads(false, 4_096, Runnable::run), new JobRecords(200, 20_000));
    }

    private BatchEnvironment whenReady() {
        if (notReady.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IllegalStateException("the batch environment is not started yet");
        }
        return this;
    }

    ExecutionId launch(Graph graph) {
        ExecutionId id = ExecutionId.create();
        launcher.launch(id, workflow(graph));
        return id;
    }

    static LockedWorkflow workflow(Graph graph) {
        return new LockedWorkflow(
                new WorkflowDefinition(
                        new WorkflowId("test"),
                        "test",
                        Optional.empty(),
                        OptionalLong.empty(),
                        RetryPolicy.NONE,
                        Optional.empty(),
                        graph),
                Map.of(),
                Digest.of(graph.toString().getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {
        threads.close();
    }

    @Override
    public ClassLoader getClassLoader() {
        return TestServer.class.getClassLoader();
    }

    @Override
    public ArtifactFactory getArtifactFactory() {
        return new ArtifactFactory() {
            @Override
            public Object create(String ref, Class<?> type, ClassLoader classLoader) {
                return switch (ref) {
                    case "fusciaNode" -> new Node();
                    case "fusciaLoop" -> new Mapper();
                    default -> new Listener();
                };
            }

            @Override
            public void destroy(Object instance) {
                // nothing is held
            }

            @Override
            public Class<?> getArtifactClass(String ref, ClassLoader classLoader) {
                return switch (ref) {
                    case "fusciaNode" -> Node.class;
                    case "fusciaLoop" -> Mapper.class;
                    default -> Listener.class;
                };
            }
        };
    }

    /** What batch artifacts do. */
    interface Steps {
        void run(long job, ExecutionId execution, String path);

        int partitions(long job, ExecutionId execution, String path);

        /** The job is over; told before anybody else is. */
        void ended(long job);
    }

    private static long job() {
        return ArtifactCreationContext.getCurrentArtifactCreationContext()
                .getJobContext()
                .getExecutionId();
    }

    private static String property(String name) {
        return ArtifactCreationContext.getCurrentArtifactCreationContext()
                .getProperties()
                .get(name);
    }

    private final class Node extends AbstractBatchlet {
        private final long job = job();
        private final ExecutionId execution = new ExecutionId(property("execution_id"));
        private final String path = property("node_path");

        @Override
        public String process() {
            steps.run(job, execution, path);
            return "DONE";
        }
    }

    private final class Mapper implements PartitionMapper {
        private final long job = job();
        private final ExecutionId execution = new ExecutionId(property("execution_id"));
        private final String path = property("node_path");

        @Override
        public PartitionPlan mapPartitions() {
            return LoopPartitionMapper.plan(steps.partitions(job, execution, path));
        }
    }

    private final class Listener extends AbstractJobListener {
        private final ExecutionId execution = new ExecutionId(property("execution_id"));
        private final JobContext job =
                ArtifactCreationContext.getCurrentArtifactCreationContext().getJobContext();

        @Override
        public void afterJob() {
            steps.ended(job.getExecutionId());
            launched.heard(job.getExecutionId(), execution);
        }
    }

    @Override
    public void submitTask(JobTask task) {
        throw new AssertionError("the server's own pool is not to be used");
    }

    @Override
    public TransactionManager getTransactionManager() {
        return LocalTransactionManager.getInstance();
    }

    @Override
    public JobRepository getJobRepository() {
        return repository;
    }

    @Override
    public JobXmlResolver getJobXmlResolver() {
        return new AnnouncedJob();
    }

    @Override
    public Properties getBatchConfigurationProperties() {
        return new Properties();
    }

    @Override
    public String getApplicationName() {
        return "test";
    }
}
