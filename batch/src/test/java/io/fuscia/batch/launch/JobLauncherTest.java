package io.fuscia.batch.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fuscia.batch.jsl.Graphs;
import io.fuscia.execution.ExecutionId;
import io.fuscia.failure.FusciaException;
import io.fuscia.input.NodeId;
import io.fuscia.workflow.Graph;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.JobExecution;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Compiled jobs on a real JBeret. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JobLauncherTest {
    private TestServer server = TestServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void runsEveryNodeOfRandomGraphsAfterAllItDependsOn() {
        Random random = new Random(20261123);
        for (int round = 0; round < 100; round++) {
            Graph graph = Graphs.drawn(random, 1 + random.nextInt(60));
            Set<String> done = ConcurrentHashMap.newKeySet();
            List<String> wrong = new ArrayList<>();
            server.node = path -> {
                for (NodeId earlier : graph.upstream(new NodeId(path))) {
                    if (!done.contains(earlier.value())) {
                        synchronized (wrong) {
                            wrong.add(path + " before " + earlier);
                        }
                    }
                }
                if (!done.add(path)) {
                    synchronized (wrong) {
                        wrong.add(path + " twice");
                    }
                }
            };
            runToEnd(graph);
            assertThat(wrong).as("round %d", round).isEmpty();
            assertThat(done).hasSize(graph.nodes().size());
        }
    }

    @Test
    void runsTwoHundredBranchesAtTheSameTime() {
        CountDownLatch together = new CountDownLatch(200);
        AtomicInteger met = new AtomicInteger();
        server.node = path -> {
            if (!path.equals("n0") && !path.equals("n201")) {
                together.countDown();
                if (waitFor(together)) {
                    met.incrementAndGet();
                }
            }
        };
        runToEnd(Graphs.fan(200));
        assertThat(met).hasValue(200);
    }

    @Test
    void runsAParallelLoopInAsManyPartitionsAsTheMapperSays() {
        CountDownLatch together = new CountDownLatch(5);
        List<String> ran = Collections.synchronizedList(new ArrayList<>());
        server.partitions = 5;
        server.node = path -> {
            ran.add(path);
            if (path.equals("each")) {
                together.countDown();
                waitFor(together);
            }
        };
        ExecutionId id = runToEnd(Graphs.withLoop(5));
        assertThat(together.getCount()).isZero();
        assertThat(ran).containsExactly("start", "each", "each", "each", "each", "each", "end");
        assertThat(server.ended).containsExactly(id);
    }

    @Test
    void runsPartitionsOneAfterTheOtherWhereThereAreNoThreads() {
        server.close();
        server = new TestServer(new JobThreads(false, 1, Runnable::run), new JobRecords(10, 1_000));
        AtomicInteger nodes = new AtomicInteger();
        server.partitions = 7;
        server.node = path -> nodes.incrementAndGet();
        runToEnd(Graphs.withLoop(7));
        assertThat(nodes).hasValue(9);
    }

    @Test
    void runsManyJobsOfNestedSplitsWithoutDeadlock() {
        AtomicInteger nodes = new AtomicInteger();
        server.node = path -> nodes.incrementAndGet();
        Graph graph = Graphs.nested(20);
        for (int job = 0; job < 30; job++) {
            server.launch(graph);
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> server.ended.size() == 30);
        assertThat(nodes).hasValue(30 * graph.nodes().size());
    }

    @Test
    void runsManyJobsOfNestedSplitsOnVeryFewThreads() {
        server.close();
        server = new TestServer(new JobThreads(false, 3, Runnable::run), new JobRecords(10, 1_000));
        AtomicInteger nodes = new AtomicInteger();
        server.node = path -> nodes.incrementAndGet();
        Graph nested = Graphs.nested(20);
        Graph wide = Graphs.fan(100);
        int jobs = 0;
        while (jobs < 20) {
            try {
                server.launch(jobs % 2 == 0 ? nested : wide);
                jobs++;
            } catch (FusciaException allThreadsTaken) {
                Thread.onSpinWait();
            }
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> server.ended.size() == 20);
        assertThat(nodes)
                .hasValue(10 * nested.nodes().size() + 10 * wide.nodes().size());
    }

    @Test
    void runsAChainOfTenThousandNodes() {
        for (int length : List.of(1_500, 5_000, 10_000)) {
            AtomicInteger next = new AtomicInteger();
            server.node = path -> {
                if (path.equals("n" + next.get())) {
                    next.incrementAndGet();
                }
            };
            long start = System.nanoTime();
            runToEnd(Graphs.chain(length));
            System.out.printf("chain of %d: %d ms%n", length, (System.nanoTime() - start) / 1_000_000);
            assertThat(next).hasValue(length);
        }
    }

    @Test
    void runsThousandsOfSmallJobs() {
        AtomicInteger nodes = new AtomicInteger();
        server.node = path -> nodes.incrementAndGet();
        Graph graph = Graphs.of("start>left>join start>right>join");
        long start = System.nanoTime();
        for (int job = 0; job < 2_000; job++) {
            server.launch(graph);
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> server.ended.size() == 2_000);
        System.out.printf("2,000 diamonds: %d ms%n", (System.nanoTime() - start) / 1_000_000);
        assertThat(nodes).hasValue(8_000);
    }

    @Test
    void reportsTheEndOnceWhenAStepBreaks() {
        server.node = path -> {
            throw new IllegalStateException("no storage");
        };
        ExecutionId id = runToEnd(Graphs.of("a>b"));
        settle();
        assertThat(server.ended).containsExactly(id);
        assertThat(jobs()).singleElement().satisfies(job -> assertThat(job.getBatchStatus())
                .isEqualTo(BatchStatus.FAILED));
    }

    @Test
    void reportsTheEndOnceWhenTheListenerBreaks() {
        server.listener = () -> {
            throw new IllegalStateException("listener broken");
        };
        ExecutionId id = runToEnd(Graphs.of("a>b"));
        settle();
        assertThat(server.ended).containsExactly(id);
    }

    @Test
    void reportsTheEndWhenTheWorkflowCannotBeCompiled() {
        ExecutionId id = runToEnd(Graphs.of("a>b>a"));
        assertThat(server.ended).containsExactly(id);
    }

    @Test
    void triesAgainUntilTheServerIsReady() {
        server.notReady.set(3);
        ExecutionId id = runToEnd(Graphs.of("a>b"));
        assertThat(server.ended).containsExactly(id);
        assertThat(jobs()).hasSize(1);
    }

    @Test
    void stopsAJobBeforeItsNextNode() {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Set<String> ran = ConcurrentHashMap.newKeySet();
        server.node = path -> {
            ran.add(path);
            started.countDown();
            waitFor(go);
        };
        ExecutionId id = server.launch(Graphs.of("a>b>c"));
        waitFor(started);
        server.launcher.stop(id);
        go.countDown();
        await().atMost(Duration.ofSeconds(60)).until(() -> server.ended.contains(id));
        settle();
        assertThat(ran).containsExactly("a");
        assertThat(server.ended).containsExactly(id);
        server.launcher.stop(id);
    }

    @Test
    void keepsParametersAndStatusOfTheNewestJobsOnly() {
        server.close();
        server = new TestServer(new JobThreads(false, 100, Runnable::run), new JobRecords(3, 1_000));
        List<String> newest = new ArrayList<>();
        for (int job = 0; job < 10; job++) {
            newest.add(runToEnd(Graphs.of("a>b")).value());
            settle();
        }
        assertThat(jobs())
                .allSatisfy(job -> assertThat(job.getJobParameters()).containsEntry("workflow_id", "test"))
                .allSatisfy(job -> assertThat(job.getBatchStatus()).isEqualTo(BatchStatus.COMPLETED))
                .extracting(job -> job.getJobParameters().getProperty("execution_id"))
                .containsExactlyInAnyOrderElementsOf(newest.subList(7, 10));
        assertThat(server.getJobRepository().getJobInstanceCount("fuscia-workflow"))
                .isEqualTo(3);
    }

    @Test
    void keepsNoMoreStepRecordsThanAllowed() {
        server.close();
        server = new TestServer(new JobThreads(false, 100, Runnable::run), new JobRecords(200, 50));
        for (int job = 0; job < 3; job++) {
            runToEnd(Graphs.chain(20));
            settle();
        }
        assertThat(jobs()).hasSize(2);
    }

    @Test
    void forgetsTheJobsOfAnExecutionThatIsRemoved() {
        ExecutionId gone = runToEnd(Graphs.of("a>b"));
        settle();
        ExecutionId stays = runToEnd(Graphs.of("a>b"));
        settle();

        server.launcher.forget(gone);

        assertThat(jobs())
                .extracting(job -> job.getJobParameters().getProperty("execution_id"))
                .containsExactly(stays.value());
        server.launcher.forget(gone);
        assertThat(jobs()).hasSize(1);
    }

    @Test
    void refusesALaunchAfterItsEnd() {
        server.close();
        assertThatThrownBy(() -> server.launch(Graphs.of("a>b"))).isInstanceOf(FusciaException.class);
    }

    private ExecutionId runToEnd(Graph graph) {
        ExecutionId id = server.launch(graph);
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofSeconds(90))
                .until(() -> server.ended.contains(id));
        return id;
    }

    /** Until the last job's thread came back, which is a moment after its end was told. */
    private void settle() {
        await().pollInterval(Duration.ofMillis(2))
                .until(() -> server.launched.all().isEmpty());
    }

    private List<JobExecution> jobs() {
        return server.getJobRepository().getJobExecutions(null);
    }

    private static boolean waitFor(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
