// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private final Backlog backlog = new Backlog(Backlogs.unlimited());
    private final AtomicInteger told = new AtomicInteger();

    @Test
    void tellsOnceWhoWasNotReadyAndIsNow() {
        assertThat(backlog.isReady(told::incrementAndGet)).isTrue();
        Runnable whenReady = told::incrementAndGet;
        backlog.add(Backlog.READY_WATER);
        assertThat(backlog.isReady(whenReady)).isFalse();
        assertThat(backlog.isReady(whenReady)).isFalse();
        assertThat(backlog.becameReady()).isEmpty();

        backlog.taken(1);

        assertThat(backlog.becameReady()).containsExactly(whenReady);
        assertThat(backlog.becameReady()).isEmpty();
    }

    @Test
    void forgetsWhoDoesNotAskAnyMore() {
        Runnable whenReady = told::incrementAndGet;
        backlog.add(Backlog.READY_WATER);
        backlog.isReady(whenReady);
        backlog.forget(whenReady);
        backlog.taken(1);
        assertThat(backlog.becameReady()).isEmpty();
    }

    @Test
    void muchAtOnceIsNotTooMuchForAPeerThatTakes() {
        add(Backlog.LIMIT + 1);
        assertThatCode(backlog::check).doesNotThrowAnyException();
        assertThat(backlog.hasRoom()).isFalse();
    }

    @Test
    void moreThanHalfTheHeapIsTooMuchForAnyPeer() {
        add(Backlog.HARD_LIMIT + 2);
        backlog.taken(1);
        assertThatThrownBy(backlog::check).isInstanceOf(Backlog.FullException.class);
        backlog.taken(1);
        assertThatCode(backlog::check).doesNotThrowAnyException();
    }

    private void add(long bytes) {
        for (long left = bytes; left > 0; left -= Frame.MAX_DATA) {
            backlog.add((int) Math.min(left, Frame.MAX_DATA));
        }
    }
}
