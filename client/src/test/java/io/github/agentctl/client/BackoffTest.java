// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private long now;
    private final Backoff backoff = new Backoff(
            new ReconnectPolicy.AtNextCall(Duration.ZERO, Duration.ofNanos(10), Duration.ofNanos(35)), () -> now);

    @Test
    void letsTheFirstAttemptBeginAtOnce() {
        now = 10;
        backoff.lost();

        assertThat(backoff.left()).isZero();
    }

    @Test
    void doublesThePauseUpToTheLongest() {
        for (long pause : new long[] {10, 20, 35, 35}) {
            backoff.failed();
            assertThat(backoff.left()).isEqualTo(pause);
            now += pause;
            assertThat(backoff.left()).isZero();
        }
    }

    @Test
    void countsAConnectionThatDoesNotLastAsAFailure() {
        now = 9;
        backoff.lost();
        assertThat(backoff.left()).isEqualTo(10);

        now = 19;
        backoff.made();
        now = 38;
        backoff.lost();
        assertThat(backoff.left()).isEqualTo(20);
    }

    @Test
    void beginsAnewAfterAConnectionThatLasted() {
        backoff.failed();
        backoff.failed();
        backoff.made();
        now = 1000;
        backoff.lost();
        assertThat(backoff.left()).isZero();

        backoff.failed();
        assertThat(backoff.left()).isEqualTo(10);
    }
}
