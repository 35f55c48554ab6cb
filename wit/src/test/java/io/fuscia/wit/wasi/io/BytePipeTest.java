package io.fuscia.wit.wasi.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class BytePipeTest {
    private final Events events = new Events();
    private final BytePipe pipe = new BytePipe(events, 4);

    @Test
    void givesBackWhatWasWrittenAndThenTheEnd() throws IOException {
        pipe.sink().write(new byte[] {1, 2, 3});
        assertThat(pipe.sink().room()).isEqualTo(1);
        assertThat(pipe.source().read(2)).containsExactly(1, 2);
        assertThat(pipe.source().read(2)).containsExactly(3);
        assertThat(pipe.source().read(2)).isEmpty();
        assertThat(pipe.source().ready()).isFalse();
        pipe.end();
        assertThat(pipe.source().ready()).isTrue();
        assertThat(pipe.source().read(2)).isNull();
        assertThatThrownBy(() -> pipe.sink().room()).isInstanceOf(ClosedSinkException.class);
    }

    @Test
    void refusesMoreThanThereIsRoomFor() {
        assertThatThrownBy(() -> pipe.sink().write(new byte[5])).isInstanceOf(IOException.class);
    }

    @Test
    void tellsBothSidesOfAFailureAfterWhatWasWritten() throws IOException {
        pipe.sink().write(new byte[] {1});
        pipe.fail(new IOException("first"));
        pipe.fail(new IOException("second"));
        assertThat(pipe.source().read(10)).containsExactly(1);
        assertThatThrownBy(() -> pipe.source().read(10)).hasMessage("first");
        assertThatThrownBy(() -> pipe.sink().room()).hasMessage("first");
    }

    @Test
    void keepsTheWriterWaitingUntilThereIsRoom() throws Exception {
        CompletableFuture<Integer> read = CompletableFuture.supplyAsync(() -> {
            try {
                int count = 0;
                for (byte[] bytes = pipe.source().read(3);
                        bytes != null;
                        bytes = pipe.source().read(3)) {
                    count += bytes.length;
                    events.await(pipe.source()::ready);
                }
                return count;
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        for (int i = 0; i < 1_000; i++) {
            assertThat(pipe.write(new byte[4], 4)).isTrue();
        }
        pipe.end();
        assertThat(read.get()).isEqualTo(4_000);
    }

    @Test
    void endsWritingWhenNobodyReads() throws InterruptedException {
        pipe.source().close();
        assertThat(pipe.cancelled()).isTrue();
        assertThat(pipe.write(new byte[1], 1)).isFalse();
    }

    @Test
    void letsTheWorkingThreadReadWhatTheGuestWrites() throws Exception {
        CompletableFuture<byte[]> read = CompletableFuture.supplyAsync(() -> {
            try (InputStream input = pipe.input()) {
                return input.readAllBytes();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        pipe.sink().write(new byte[] {1, 2, 3, 4});
        events.await(pipe.sink()::ready);
        pipe.sink().write(new byte[] {5});
        pipe.end();
        assertThat(read.get()).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void wakesAWaiterThatIsInterrupted() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        Thread waiter = new Thread(() -> {
            try {
                events.awaitAny(List.of(pipe.source()::ready, () -> false));
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        waiter.start();
        waiter.interrupt();
        interrupted.await();
    }
}
