// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private static final int MANY = 50;

    private final Workers workers = new Workers("worker");

    @RepeatedTest(10)
    void tasksThatWaitForEachOtherHaveAThreadEach() throws Exception {
        CyclicBarrier together = new CyclicBarrier(MANY);
        CountDownLatch done = new CountDownLatch(MANY);
        for (int i = 0; i < MANY; i++) {
            workers.execute(() -> {
                try {
                    together.await(20, TimeUnit.SECONDS);
                    done.countDown();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
        }
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void everyTaskOfManyThreadsRunsOnce() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(4 * 20_000);
        for (int i = 0; i < 4; i++) {
            Threads.daemon("giver", () -> {
                        for (int task = 0; task < 20_000; task++) {
                            workers.execute(() -> {
                                runs.incrementAndGet();
                                done.countDown();
                            });
                        }
                    })
                    .start();
        }
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(runs).hasValue(4 * 20_000);
    }

    @Test
    void aTaskThatComesWhileAnotherBlocksDoesNotWaitForIt() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        BlockingQueue<String> ran = new ArrayBlockingQueue<>(1);
        workers.execute(() -> awaitUninterruptibly(release));
        workers.execute(() -> ran.add("second"));
        assertThat(ran.poll(20, TimeUnit.SECONDS)).isEqualTo("second");
        release.countDown();
    }

    @Test
    void neitherAFailureNorAnInterruptOfOneTaskReachesTheNext() throws Exception {
        BlockingQueue<Boolean> interrupted = new ArrayBlockingQueue<>(1);
        for (int i = 0; i < 20; i++) {
            workers.execute(() -> {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("of this task alone");
            });
            workers.execute(() -> interrupted.add(Thread.currentThread().isInterrupted()));
            assertThat(interrupted.poll(20, TimeUnit.SECONDS)).isFalse();
        }
    }

    /** The one that found no thread is told so; the other's caller was told nothing. */
    @Test
    void aTaskThatWasLeftToAThreadThatCouldNotStartIsTriedAgain() throws Exception {
        CountDownLatch ran = new CountDownLatch(1);
        AtomicBoolean failed = new AtomicBoolean();
        Workers[] made = new Workers[1];
        made[0] = new Workers(work -> new Thread(work, "worker") {
            @Override
            public void start() {
                setDaemon(true);
                if (failed.compareAndSet(false, true)) {
                    made[0].execute(ran::countDown);
                    throw new OutOfMemoryError("no thread");
                }
                super.start();
            }
        });

        assertThatThrownBy(() -> made[0].execute(() -> {})).isInstanceOf(OutOfMemoryError.class);

        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
