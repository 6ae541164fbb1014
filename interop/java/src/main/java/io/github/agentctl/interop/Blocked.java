// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.interop;

import io.grpc.Context;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Remembers what became of each call that waits, by its token. */
final class Blocked {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, OutcomeReply> outcomes = new HashMap<>();

    void set(String token, State state, String reason) {
        lock.lock();
        try {
            outcomes.put(
                    token,
                    OutcomeReply.newBuilder().setState(state).setReason(reason).build());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits as long as asked; false when the call was cancelled before. */
    boolean hold(BlockRequest request) throws InterruptedException {
        Context context = Context.current();
        lock.lock();
        Context.CancellationListener wake = cancelled -> wake();
        context.addListener(wake, Runnable::run);
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(request.getHoldMillis());
            while (left > 0 && !context.isCancelled()) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
            context.removeListener(wake);
        }
        if (context.isCancelled()) {
            set(request.getToken(), State.STATE_CANCELLED, String.valueOf(context.cancellationCause()));
            return false;
        }
        set(request.getToken(), State.STATE_FINISHED, "held");
        return true;
    }

    OutcomeReply await(OutcomeRequest request) throws InterruptedException {
        long left = TimeUnit.MILLISECONDS.toNanos(request.getWaitMillis());
        lock.lock();
        try {
            while (true) {
                OutcomeReply now = outcomes.getOrDefault(request.getToken(), OutcomeReply.getDefaultInstance());
                boolean over = now.getStateValue() > State.STATE_RUNNING_VALUE;
                if (now.getState() == request.getUntil() || over || left <= 0) {
                    return now;
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
