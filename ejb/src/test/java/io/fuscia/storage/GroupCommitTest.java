package io.fuscia.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GroupCommitTest {
    private final TestDatabase database = new TestDatabase();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<List<Integer>> groups = new CopyOnWriteArrayList<>();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger entered = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    @BeforeEach
    void createTable() throws SQLException {
        try (Connection connection = database.connect()) {
            connection.createStatement().execute("CREATE TABLE number_row (number INTEGER NOT NULL PRIMARY KEY)");
        }
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        database.close();
    }

    @Test
    void aLoneWriteIsAGroupOfItsOwn() throws SQLException {
        GroupCommit<Integer, Integer> commits = commits(1000, 1);

        assertThat(commits.write(1)).isEqualTo(10);
        assertThat(commits.write(2)).isEqualTo(20);

        assertThat(groups).containsExactly(List.of(1), List.of(2));
        assertThat(stored()).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void whoComesWhileOneCommitsSharesTheNextCommit() throws Exception {
        GroupCommit<Integer, Integer> commits = commits(1000, 1);
        List<Future<Integer>> written = whileOneIsHeld(commits, 8);

        for (int index = 0; index < written.size(); index++) {
            assertThat(written.get(index).get()).isEqualTo(index * 10);
        }
        assertThat(groups).hasSize(2);
        assertThat(groups.get(1)).hasSize(7);
        assertThat(stored()).hasSize(8);
    }

    @Test
    void aGroupHasNoMoreRowsThanAllowed() throws Exception {
        GroupCommit<Integer, Integer> commits = commits(3, 1);
        for (Future<Integer> write : whileOneIsHeld(commits, 8)) {
            write.get();
        }

        assertThat(groups).allSatisfy(group -> assertThat(group).hasSizeLessThanOrEqualTo(3));
        assertThat(stored()).hasSize(8);
    }

    @Test
    void aRefusedWriteFailsAloneAndTheOthersOfItsGroupAreWritten() throws Exception {
        GroupCommit<Integer, Integer> commits = commits(1000, 1);
        commits.write(3);
        List<Future<Integer>> written = whileOneIsHeld(commits, 8);

        assertThatThrownBy(() -> written.get(3).get())
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(RefusedByDatabase.class, refused -> assertThat(refused.isDuplicate())
                        .isTrue());
        for (int index = 0; index < 8; index++) {
            if (index != 3) {
                assertThat(written.get(index).get()).isEqualTo(index * 10);
            }
        }
        assertThat(stored()).hasSize(8);
    }

    @Test
    void aValueThatTheDatabaseDoesNotTakeFailsAloneToo() throws Exception {
        try (Connection connection = database.connect()) {
            connection.createStatement().execute("CREATE TABLE short_text (text VARCHAR(3) NOT NULL)");
        }
        GroupCommit<Integer, Integer> commits = new GroupCommit<>(
                database,
                (connection, writes) -> {
                    awaitGate();
                    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO short_text VALUES (?)")) {
                        for (int number : writes) {
                            insert.setString(1, number == 3 ? "four" : "" + number);
                            insert.executeUpdate();
                        }
                    }
                    return writes;
                },
                write -> 1,
                1000,
                1);
        List<Future<Integer>> written = whileOneIsHeld(commits, 6);

        assertThatThrownBy(() -> written.get(3).get())
                .cause()
                .isInstanceOfSatisfying(FusciaException.class, failure -> assertThat(failure.code())
                        .isEqualTo(ErrorCode.INVALID_INPUT));
        for (int index : List.of(0, 1, 2, 4, 5)) {
            assertThat(written.get(index).get()).isEqualTo(index);
        }
    }

    @Test
    void allFailAtOnceWhileTheDatabaseDoesNotAnswer() throws Exception {
        GroupCommit<Integer, Integer> commits = new GroupCommit<>(
                database,
                (connection, writes) -> {
                    groups.add(writes);
                    awaitGate();
                    throw new FusciaException(ErrorCode.STORAGE_UNAVAILABLE, "gone");
                },
                write -> 1,
                1000,
                1);
        for (Future<Integer> write : whileOneIsHeld(commits, 8)) {
            assertThatThrownBy(write::get).cause().isInstanceOfSatisfying(FusciaException.class, failure -> assertThat(
                            failure.code())
                    .isEqualTo(ErrorCode.STORAGE_UNAVAILABLE));
        }

        assertThat(groups).hasSize(2);
    }

    @Test
    void anErrorOfTheWriterReachesEveryCallerAndStopsNothing() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        GroupCommit<Integer, Integer> commits = new GroupCommit<>(
                database,
                (connection, writes) -> {
                    awaitGate();
                    if (calls.incrementAndGet() <= 2) {
                        throw new StackOverflowError("deep");
                    }
                    return writes;
                },
                write -> 1,
                1000,
                1);
        for (Future<Integer> write : whileOneIsHeld(commits, 4)) {
            assertThatThrownBy(write::get).isInstanceOf(ExecutionException.class);
        }

        assertThat(commits.write(7)).isEqualTo(7);
    }

    @Test
    void anInterruptIsKeptAndTheWriteIsDone() throws Exception {
        GroupCommit<Integer, Integer> commits = commits(1000, 1);
        Callable<Boolean> interrupted = () -> {
            Thread.currentThread().interrupt();
            commits.write(1);
            return Thread.interrupted();
        };

        assertThat(threads.submit(interrupted).get()).isTrue();
        assertThat(stored()).containsExactly(1);
    }

    /** Many threads, refusals now and then: the rows are exactly those whose writers heard of no failure. */
    @Test
    void everyCallerIsToldWhatBecameOfItsOwnWrite() throws Exception {
        long seed = System.nanoTime();
        GroupCommit<Integer, Integer> commits = commits(20, 2);
        List<Future<Set<Integer>>> all = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            Random random = new Random(seed + thread);
            all.add(threads.submit(() -> {
                Set<Integer> mine = new HashSet<>();
                for (int write = 0; write < 100; write++) {
                    int number = random.nextInt(1_000);
                    try {
                        assertThat(commits.write(number)).isEqualTo(number * 10);
                        mine.add(number);
                    } catch (RefusedByDatabase e) {
                        assertThat(e.isDuplicate()).isTrue();
                    }
                }
                return mine;
            }));
        }
        Set<Integer> written = new HashSet<>();
        for (Future<Set<Integer>> mine : all) {
            for (int number : mine.get()) {
                assertThat(written.add(number))
                        .as("twice written, seed " + seed)
                        .isTrue();
            }
        }

        assertThat(stored()).as("seed " + seed).containsExactlyInAnyOrderElementsOf(written);
        assertThat(atOnce.get()).isLessThanOrEqualTo(2);
    }

    @Test
    void asManyGroupsAsAllowedAreStillWrittenAtOnceAfterMuchTraffic() throws Exception {
        GroupCommit<Integer, Integer> commits = commits(20, 2);
        List<Future<Integer>> traffic = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            int first = thread * 1_000;
            traffic.add(threads.submit(() -> {
                for (int number = first; number < first + 100; number++) {
                    commits.write(number);
                }
                return first;
            }));
        }
        for (Future<Integer> all : traffic) {
            all.get();
        }

        gate = new CountDownLatch(1);
        int before = entered.get();
        List<Future<Integer>> two =
                List.of(threads.submit(() -> commits.write(20_000)), threads.submit(() -> commits.write(20_001)));
        until(() -> entered.get() == before + 2);
        gate.countDown();
        assertThat(two.get(0).get()).isEqualTo(200_000);
        assertThat(two.get(1).get()).isEqualTo(200_010);
    }

    /** Writes 0 and, while that one commits, all the others; then lets them go on. */
    private List<Future<Integer>> whileOneIsHeld(GroupCommit<Integer, Integer> commits, int writes) throws Exception {
        gate = new CountDownLatch(1);
        int before = groups.size();
        int enteredBefore = entered.get();
        List<Future<Integer>> written = new ArrayList<>();
        List<Thread> waiting = new CopyOnWriteArrayList<>();
        written.add(threads.submit(() -> commits.write(0)));
        until(() -> entered.get() > enteredBefore);
        for (int write = 1; write < writes; write++) {
            int number = write;
            written.add(threads.submit(() -> {
                waiting.add(Thread.currentThread());
                return commits.write(number);
            }));
        }
        until(() -> waiting.size() == writes - 1
                && waiting.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
        assertThat(groups.size()).isLessThanOrEqualTo(before + 1);
        gate.countDown();
        return written;
    }

    private static void until(BooleanSupplier condition) {
        Awaitility.await().pollInterval(Duration.ofMillis(1)).until(condition::getAsBoolean);
    }

    private void awaitGate() {
        entered.incrementAndGet();
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Inserts numbers; answers each with ten times the number. */
    private GroupCommit<Integer, Integer> commits(int most, int groupsAtOnce) {
        AtomicInteger running = new AtomicInteger();
        return new GroupCommit<>(
                database,
                (connection, writes) -> {
                    atOnce.accumulateAndGet(running.incrementAndGet(), Math::max);
                    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO number_row VALUES (?)")) {
                        awaitGate();
                        groups.add(writes);
                        for (int number : writes) {
                            insert.setInt(1, number);
                            insert.executeUpdate();
                        }
                        return writes.stream().map(number -> number * 10).toList();
                    } finally {
                        running.decrementAndGet();
                    }
                },
                write -> 1,
                most,
                groupsAtOnce);
    }

    private List<Integer> stored() throws SQLException {
        List<Integer> found = new ArrayList<>();
        try (Connection connection = database.connect();
                ResultSet rows = connection.createStatement().executeQuery("SELECT number FROM number_row")) {
            while (rows.next()) {
                found.add(rows.getInt(1));
            }
        }
        return found;
    }
}
