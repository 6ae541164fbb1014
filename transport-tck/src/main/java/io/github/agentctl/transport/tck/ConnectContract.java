// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.PeerCredentials;
import io.github.agentctl.api.transport.TransportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** How connections come about. */
public interface ConnectContract extends Contract {
    /** Both ends name the address and are open. */
    @Test
    default void connects() {
        try (Pair pair = Pair.open(specifics())) {
            assertThat(pair.client().endpoint()).isEqualTo(pair.listener().endpoint());
            assertThat(pair.server().endpoint()).isEqualTo(pair.listener().endpoint());
            assertThat(pair.client().isOpen()).isTrue();
            assertThat(pair.server().isOpen()).isTrue();
        }
    }

    /** Nothing is there: it may be there a moment later. */
    @Test
    default void saysThatNobodyListens() {
        requireNobodyListens(specifics().newAddress());
    }

    /** A closed listener is as good as none. */
    @Test
    default void saysThatNobodyListensAnyMore() {
        Endpoint endpoint = specifics().newAddress();
        specifics().listen(endpoint).close();
        requireNobodyListens(endpoint);
    }

    private void requireNobodyListens(Endpoint endpoint) {
        TransportException failure =
                catchThrowableOfType(TransportException.class, () -> specifics().connect(endpoint, Blocking.limit()));
        assertThat(failure).hasMessageStartingWith("cannot connect to " + endpoint + ": ");
        assertThat(failure.endpoint()).isEqualTo(endpoint);
        assertThat(failure.reason())
                .isIn(TransportException.Reason.NOT_THERE, TransportException.Reason.REFUSED)
                .matches(TransportException.Reason::isPassing);
    }

    /** An interrupt before is no reason not to connect. */
    @Test
    default void connectsOnAnInterruptedThread() throws IOException {
        try (Listener listener = specifics().listen(specifics().newAddress())) {
            Worker<Connection> accepting = Worker.start(listener::accept);
            Thread.currentThread().interrupt();
            try (Connection client = specifics().connect(listener.endpoint(), Blocking.limit())) {
                assertThat(Thread.interrupted()).isTrue();
                try (Connection server = accepting.result()) {
                    Blocking.write(client, new byte[] {7});
                    assertThat(Blocking.read(server, 1)).containsExactly(7);
                }
            }
        }
    }

    /** Each of a hundred connections has its own bytes. */
    @Test
    default void holdsAHundredConnections() throws IOException {
        List<Pair> pairs = new ArrayList<>();
        try (Listener listener = specifics().listen(specifics().newAddress())) {
            for (int i = 0; i < 100; i++) {
                pairs.add(Pair.open(specifics(), listener));
            }
            for (int i = 0; i < 100; i++) {
                Blocking.write(pairs.get(i).client(), new byte[] {(byte) i});
                Blocking.write(pairs.get(i).server(), new byte[] {(byte) -i});
            }
            for (int i = 99; i >= 0; i--) {
                assertThat(Blocking.read(pairs.get(i).server(), 1)).containsExactly(i);
                assertThat(Blocking.read(pairs.get(i).client(), 1)).containsExactly(-i);
            }
        } finally {
            pairs.forEach(Pair::close);
        }
    }

    /** The kernel knows the peer, which is this process. */
    @Test
    default void knowsThePeer() throws IOException {
        Assumptions.assumeTrue(specifics().hasCredentials(), "the kernel does not say who the peer is");
        long uid = ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
        long gid = ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:gid")).longValue();
        try (Pair pair = Pair.open(specifics())) {
            for (Connection end : List.of(pair.client(), pair.server())) {
                PeerCredentials peer = end.peer().orElseThrow();
                assertThat(peer.uid()).isEqualTo(uid);
                assertThat(peer.gid()).isEqualTo(gid);
                assertThat(peer.pid()).isIn(-1L, ProcessHandle.current().pid());
            }
        }
    }

    /** Neither what succeeds nor what fails leaves a descriptor behind. */
    @Test
    default void leaksNoDescriptor() throws IOException {
        Assumptions.assumeTrue(specifics().hasDescriptors(), "no descriptors");
        Endpoint nobody = specifics().newAddress();
        useConnections(nobody, 3);
        long before = Descriptors.count();
        useConnections(nobody, 50);
        assertThat(Descriptors.count()).isLessThanOrEqualTo(before);
    }

    private void useConnections(Endpoint nobody, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            try (Pair pair = Pair.open(specifics())) {
                Blocking.fill(pair.client());
                pair.client().wakeup();
                pair.client().awaitWritable(null);
                pair.server().awaitReadable(null);
            }
            requireNobodyListens(nobody);
        }
    }
}
