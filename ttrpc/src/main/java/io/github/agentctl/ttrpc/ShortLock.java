// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock that is held for so short that a thread which finds it taken looks again a few times before it sleeps: to sleep
 * and to be woken costs many times what there is to wait for.
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
    }
}
