// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock that is held for so short that a thread which finds it taken looks again a few times before it sleeps: to sleep
 * and to be woken costs many times what there is to wait for.
 *
 * <p>Unlike its superclass it keeps the thread's permit to {@link LockSupport#park}: a thread that looks whether it has
 * to wait, takes this lock, and then parks, is not left asleep by a wake-up that came while it waited for the lock.
 */
final class ShortLock extends ReentrantLock {
    private static final long serialVersionUID = 1L;
    private static final int LOOKS = 200;

    @Override
    public void lock() {
        for (int look = 0; look < LOOKS; look++) {
            if (tryLock()) {
                return;
            }
            Thread.onSpinWait();
        }
        super.lock();
        // The sleep may have used up a wake-up that was meant for what this thread does next.
        LockSupport.unpark(Thread.currentThread());
    }
}
