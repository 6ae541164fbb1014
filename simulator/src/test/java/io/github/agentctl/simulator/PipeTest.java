// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

// A pipe that loses a byte makes its reader wait for ever.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PipeTest {
    private final Pipe pipe = new Pipe();

    @Test
    void holdsSixtyFourKibibytes() {
        assertThat(pipe.write(bytes(Pipe.CAPACITY))).isCompletedWithValue(Pipe.CAPACITY);
        var waiting = pipe.write(bytes(10));

        assertThat(pipe.read(9).join()).hasSize(9);
        assertThat(waiting).isNotDone();
        assertThat(pipe.read(1).join()).hasSize(1);
        assertThat(waiting).isCompletedWithValue(10);
        assertThat(pipe.size()).isEqualTo(Pipe.CAPACITY);
    }

    @Test
    void takesWritesLargerThanItself() {
        var write = pipe.write(bytes(3 * Pipe.CAPACITY));
        int read = 0;
        while (!write.isDone()) {
            read += pipe.read(Integer.MAX_VALUE).join().size();
        }

        assertThat(read + pipe.size()).isEqualTo(3 * Pipe.CAPACITY);
        assertThat(pipe.waitingWrites()).isZero();
    }

    @Test
    void keepsTheBytesInOrderWhateverThePieces() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ByteString expected = ByteString.EMPTY;
        ByteString actual = ByteString.EMPTY;
        for (int i = 0; i < 300; i++) {
            byte[] piece = new byte[1 + random.nextInt(4000)];
            random.nextBytes(piece);
            expected = expected.concat(ByteString.copyFrom(piece));
            var unused = pipe.write(ByteString.copyFrom(piece));
            if (random.nextBoolean()) {
                actual = actual.concat(pipe.read(1 + random.nextInt(6000)).join());
            }
        }
        pipe.end();
        for (ByteString part = pipe.read(9999).join();
                !part.isEmpty();
                part = pipe.read(9999).join()) {
            actual = actual.concat(part);
        }

        assertThat(actual).as("seed " + seed).isEqualTo(expected);
    }

    @Test
    void servesReadersInTheirOrder() {
        var first = pipe.read(2);
        var second = pipe.read(2);

        var unused = pipe.write(ByteString.copyFromUtf8("abc"));

        assertThat(first).isCompletedWithValue(ByteString.copyFromUtf8("ab"));
        assertThat(second).isCompletedWithValue(ByteString.copyFromUtf8("c"));
    }

    @Test
    void takesNothingForAReaderWhoGaveUp() {
        var gone = pipe.read(2);
        gone.cancel(false);

        var unused = pipe.write(ByteString.copyFromUtf8("ab"));

        assertThat(pipe.waitingReads()).isZero();
        assertThat(pipe.read(2).join().toStringUtf8()).isEqualTo("ab");
    }

    @Test
    void dropsTheRestOfAWriteThatWasGivenUp() {
        var gone = pipe.write(bytes(Pipe.CAPACITY + 1));
        gone.cancel(false);

        assertThat(pipe.waitingWrites()).isZero();
        assertThat(pipe.read(Integer.MAX_VALUE).join()).hasSize(Pipe.CAPACITY);
    }

    @Test
    void givesWhatIsThereThenTheEnd() {
        var unused = pipe.write(bytes(3));
        pipe.end();

        assertThat(pipe.read(100).join()).hasSize(3);
        assertThat(pipe.read(100).join()).isEmpty();
    }

    @Test
    void failsWritesThatNobodyWillRead() {
        var waiting = pipe.write(bytes(Pipe.CAPACITY + 1));

        pipe.abandon();

        assertThat(waiting).isCompletedExceptionally();
        assertThat(pipe.write(bytes(1)).handle((length, error) -> error).join())
                .isInstanceOf(IOException.class)
                .hasMessage("Broken pipe (os error 32)");
    }

    @Test
    void dropsAnOfferThatDoesNotFit() {
        pipe.offer(bytes(Pipe.CAPACITY + 100));

        assertThat(pipe.size()).isEqualTo(Pipe.CAPACITY);
        assertThat(pipe.waitingWrites()).isZero();
    }

    @Test
    void answersAReadOfNothingAtOnce() {
        CompletableFuture<ByteString> read = pipe.read(0);

        assertThat(read).isCompletedWithValue(ByteString.EMPTY);
    }

    private static ByteString bytes(int count) {
        return ByteString.copyFrom(new byte[count]);
    }
}
