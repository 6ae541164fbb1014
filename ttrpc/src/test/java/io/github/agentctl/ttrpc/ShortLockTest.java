// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ShortLockTest {
    private final ShortLock lock = new ShortLock();

    @Test
    void aWakeUpThatCameWhileTheLockWasWaitedForIsNotLost() throws Exception {
        CompletableFuture<Long> parked = new CompletableFuture<>();
        lock.lock();
        Thread waiter = Threads.daemon("waiter", () -> {
            LockSupport.unpark(Thread.currentThread());
            lock.lock();
            lock.unlock();
            long begin = System.nanoTime();
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(20));
            parked.complete(System.nanoTime() - begin);
        });
        waiter.start();
        while (waiter.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        lock.unlock();

        assertThat(parked.get()).isLessThan(TimeUnit.SECONDS.toNanos(10));
    }
}
