// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PartialWriterTest {
    @AfterEach
    void clearInterrupt() {
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void tellsHowMuchAnInterruptedStreamTook() throws IOException {
        assertThat(new PartialWriter().write(taking(3), new byte[10], 0, 10)).isEqualTo(3);
        assertThat(new PartialWriter().write(taking(0), new byte[10], 0, 10)).isZero();
        assertThat(new PartialWriter().write(taking(10), new byte[10], 0, 10)).isEqualTo(10);
    }

    @Test
    void keepsAnInterruptFromBefore() throws IOException {
        Thread.currentThread().interrupt();
        assertThat(new PartialWriter().write(taking(3), new byte[10], 0, 10)).isEqualTo(3);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void keepsAnInterruptFromMeanwhile() throws Exception {
        Thread writing = Thread.currentThread();
        OutputStream interrupting = new Taking(3) {
            @Override
            public void write(byte[] bytes, int offset, int size) throws IOException {
                writing.interrupt();
                super.write(bytes, offset, size);
            }
        };
        assertThat(new PartialWriter().write(interrupting, new byte[10], 0, 10)).isEqualTo(3);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(new PartialWriter().write(taking(3), new byte[10], 0, 10)).isEqualTo(3);
    }

    @Test
    void passesFailuresOn() {
        OutputStream failing = new Taking(0) {
            @Override
            public void write(byte[] bytes, int offset, int size) throws IOException {
                throw new IOException("broken");
            }
        };
        assertThatThrownBy(() -> new PartialWriter().write(failing, new byte[1], 0, 1))
                .hasMessage("broken");
    }

    @Test
    void itsThreadEndsWithIt() throws Exception {
        AtomicReference<Thread> thread = new AtomicReference<>();
        OutputStream out = new Taking(1) {
            @Override
            public void write(byte[] bytes, int offset, int size) {
                thread.set(Thread.currentThread());
            }
        };
        PartialWriter writer = new PartialWriter();
        writer.write(out, new byte[1], 0, 1);
        writer.close();

        thread.get().join(TimeUnit.SECONDS.toMillis(5));
        assertThat(thread.get().isAlive()).as("before it would end by itself").isFalse();
        assertThatThrownBy(() -> writer.write(out, new byte[1], 0, 1)).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void losesNoneOfManyInterrupts() throws Exception {
        Thread writing = Thread.currentThread();
        Semaphore seen = new Semaphore(0);
        AtomicInteger sent = new AtomicInteger();
        Thread interrupting = new Thread(() -> {
            while (sent.get() < 20_000) {
                sent.incrementAndGet();
                writing.interrupt();
                seen.acquireUninterruptibly();
            }
        });
        interrupting.start();
        PartialWriter writer = new PartialWriter();
        int received = 0;
        while (received < 20_000) {
            assertThat(writer.write(taking(1), new byte[2], 0, 2)).isEqualTo(1);
            if (Thread.interrupted()) {
                received++;
                seen.release();
            }
        }
        interrupting.join();
        assertThat(sent).hasValue(20_000);
    }

    private static OutputStream taking(int most) {
        return new Taking(most);
    }

    /** Takes so many bytes, and would wait for room if its thread were not interrupted. */
    private static class Taking extends OutputStream {
        private final int most;

        Taking(int most) {
            this.most = most;
        }

        @Override
        public void write(int b) {
            throw new AssertionError("one byte");
        }

        @Override
        public void write(byte[] bytes, int offset, int size) throws IOException {
            if (size > most) {
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
                InterruptedIOException exception = new InterruptedIOException("part");
                exception.bytesTransferred = most;
                throw exception;
            }
        }
    }
}
