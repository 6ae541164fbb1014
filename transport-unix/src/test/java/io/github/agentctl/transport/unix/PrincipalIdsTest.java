// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.unix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import org.junit.jupiter.api.Test;

class PrincipalIdsTest {
    @Test
    void findsUsersAndGroupsOfTheLocalFiles() {
        assertThat(PrincipalIds.uid(named("root"))).contains(0L);
        assertThat(PrincipalIds.gid(named("root"))).contains(0L);
    }

    @Test
    void takesTheNumberThatStandsForAMissingName() {
        assertThat(PrincipalIds.uid(named("4242424"))).contains(4242424L);
        assertThat(PrincipalIds.gid(named("4242424"))).contains(4242424L);
    }

    @Test
    void doesNotGuess() {
        assertThat(PrincipalIds.uid(named("nobody-has-this-name"))).isEmpty();
    }

    private static GroupPrincipal named(String name) {
        return new Named(name);
    }

    private record Named(String getName) implements GroupPrincipal, UserPrincipal {
        @Override
        public String getName() {
            return getName;
        }
    }
}
