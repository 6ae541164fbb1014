// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestShareTest {
    private final Room all = new Room(RequestShare.OWN * 4);
    private final RequestShare greedy = new RequestShare(all);
    private final RequestShare modest = new RequestShare(all);

    @Test
    void aLittleIsThereWhateverOthersHaveTaken() {
        assertThat(greedy.tryTake(RequestShare.OWN * 4)).isTrue();

        assertThat(modest.tryTake(RequestShare.OWN)).isTrue();
        assertThat(modest.tryTake(1)).isFalse();
        assertThat(greedy.tryTake(1)).isFalse();
    }

    @Test
    void whatIsGivenBackMayBeTakenAgain() {
        greedy.tryTake(RequestShare.OWN * 4);
        modest.tryTake(RequestShare.OWN);

        modest.release(RequestShare.OWN);
        assertThat(modest.tryTake(RequestShare.OWN)).isTrue();
        greedy.release(RequestShare.OWN * 4);
        assertThat(modest.tryTake(RequestShare.OWN * 3)).isTrue();

        modest.release(RequestShare.OWN * 4);
        assertThat(all.taken()).isZero();
    }
}
