// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.api.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.agentctl.api.EndpointException;
import io.github.agentctl.api.transport.TransportException.Reason;
import io.github.agentctl.api.transport.Transports.Purpose;
import io.grpc.Deadline;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class TransportsTest {
    private static final Endpoint PATH = new Endpoint.Unix("/p");
    private static final Endpoint ABSTRACT = new Endpoint.AbstractUnix("n");

    private final TransportProvider fast = new Fixed("fast", 2, false, new Availability.Available());
    private final TransportProvider able = new Fixed("able", 1, true, new Availability.Available());
    private final TransportProvider broken =
            new Fixed("broken", 9, true, new Availability.Unavailable("no library", "install it"));

    @Test
    void takesTheFasterThatFitsAndWorks() {
        Transports transports = new Transports(List.of(able, broken, fast));

        assertThat(transports.select(PATH, null)).isSameAs(fast);
        assertThat(transports.select(ABSTRACT, null)).isSameAs(able);
        assertThat(transports.select(PATH, "able")).isSameAs(able);
    }

    @Test
    void saysWhyTheOnlyOneDoesNotWork() {
        assertThatThrownBy(() -> new Transports(List.of(broken)).select(PATH, null))
                .hasMessageContaining("no library; install it")
                .asInstanceOf(InstanceOfAssertFactories.type(TransportException.class))
                .extracting(TransportException::reason)
                .isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void namesTheModuleOfAKnownScheme() {
        assertThatThrownBy(() -> new Transports(List.of(fast)).select(new Endpoint.Vsock(3, 4), null))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("agentctl-transport-vsock");
        assertThatThrownBy(() -> new Transports(List.of(fast)).select(new Endpoint.Hybrid(PATH, 4), null))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("agentctl-transport-hybrid");
        assertThatThrownBy(() -> new Transports(List.of(fast)).select(PATH, "jnr"))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("agentctl-transport-jnr");
    }

    @Test
    void listsTheInstalledForAnUnknownScheme() {
        assertThatThrownBy(() -> new Transports(List.of(fast)).select(new Endpoint.Other("http", "x"), null))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining("unknown scheme 'http'; installed are: unix:");
        assertThatThrownBy(() -> new Transports(List.of(fast)).select(ABSTRACT, "fast"))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining("'fast' does not serve it; no transport that is installed serves it");
    }

    @Test
    void namesThoseThatServeTheEndpoint() {
        Transports transports = new Transports(List.of(fast, able));

        assertThatThrownBy(() -> transports.select(ABSTRACT, "fast"))
                .isInstanceOf(EndpointException.class)
                .hasMessage(
                        "cannot use the address 'unix://@n': the transport 'fast' does not serve it; it is served by able");
        assertThatThrownBy(() -> transports.select(PATH, "nosuch"))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining("unknown transport 'nosuch'; it is served by able, fast");
        assertThatThrownBy(() -> transports.select(PATH, "jnr"))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("(module agentctl-transport-jnr); it is served by able, fast");
    }

    @Test
    void saysThatTheSocketInBetweenIsNotForTheUserToChoose() {
        assertThatThrownBy(() -> new Transports(List.of(fast)).select(new Endpoint.Hybrid(PATH, 1), "fast"))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining("'fast' does not serve it; ")
                .hasMessageContaining("(name none: for the hypervisor's socket beneath, the best that works here");
        assertThatThrownBy(() -> new Transports(List.of(fast)).select(new Endpoint.Hybrid(ABSTRACT, 1), "fast"))
                .hasMessageNotContaining("beneath");
    }

    @Test
    void saysWhatItWasWantedFor() {
        assertThatThrownBy(() -> new Transports(List.of(broken)).select(PATH, null, Purpose.LISTEN))
                .hasMessageStartingWith("cannot listen on unix:///p: ");
        assertThatThrownBy(() -> new Transports(List.of(broken)).select(PATH, null))
                .hasMessageStartingWith("cannot connect to unix:///p: ");
    }

    @Test
    void oneThatThrowsWhenAskedDoesNotWork() {
        TransportProvider throwing = new Throwing();

        assertThat(new Transports(List.of(throwing, fast)).select(PATH, null)).isSameAs(fast);
        assertThatThrownBy(() -> new Transports(List.of(throwing)).select(PATH, null))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("transport 'throwing': ")
                .hasMessageContaining("boom")
                .hasMessageContaining(throwing.getClass().getName());
    }

    private record Fixed(String name, int preference, boolean abstractToo, Availability availability)
            implements TransportProvider {
        @Override
        public Set<String> schemes() {
            return Set.of("unix");
        }

        @Override
        public boolean supports(Endpoint endpoint) {
            return abstractToo || endpoint instanceof Endpoint.Unix;
        }

        @Override
        public Connection connect(Endpoint endpoint, Deadline deadline) {
            throw new AssertionError("not asked for");
        }

        @Override
        public Listener listen(Endpoint endpoint) {
            throw new AssertionError("not asked for");
        }
    }

    private static final class Throwing implements TransportProvider {
        @Override
        public String name() {
            return "throwing";
        }

        @Override
        public Set<String> schemes() {
            return Set.of("unix");
        }

        @Override
        public int preference() {
            return 9;
        }

        @Override
        public boolean supports(Endpoint endpoint) {
            return true;
        }

        @Override
        public Availability availability() {
            throw new IllegalStateException("boom");
        }

        @Override
        public Connection connect(Endpoint endpoint, Deadline deadline) {
            throw new AssertionError("not asked for");
        }

        @Override
        public Listener listen(Endpoint endpoint) {
            throw new AssertionError("not asked for");
        }
    }
}
