// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RoomTest {
    private final Room room = new Room(100);

    @Test
    void givesWhatThereIsAndNoMore() {
        assertThat(room.tryTake(60)).isTrue();
        assertThat(room.tryTake(41)).isFalse();
        assertThat(room.tryTake(40)).isTrue();
        assertThat(room.isFull()).isFalse();
        room.release(60);
        assertThat(room.taken()).isEqualTo(40);
    }

    @Test
    void overItsLimitItGivesNothing() {
        room.take(200);
        assertThat(room.isFull()).isTrue();
        assertThat(room.tryTake(1)).isFalse();
        room.release(200);
        assertThat(room.tryTake(1)).isTrue();
    }

    @Test
    void whoIsRefusedMuchDoesNotHinderWhoWantsLittle() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger refusals = new AtomicInteger();
        Thread greedy = Threads.daemon("greedy", () -> {
            while (!over.get()) {
                if (!room.tryTake(101)) {
                    refusals.incrementAndGet();
                }
            }
        });
        greedy.start();

        int refused = 0;
        for (int tries = 0; tries < 1_000_000 || refusals.get() < 100_000; tries++) {
            if (room.tryTake(1)) {
                room.release(1);
            } else {
                refused++;
            }
        }
        over.set(true);
        greedy.join();

        assertThat(refused).isZero();
    }
}
