// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.TransportException;
import io.github.agentctl.api.transport.Transports;
import io.github.agentctl.transport.tck.SkipReport;
import io.github.agentctl.ttrpc.TtrpcWire;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.netty.channel.epoll.Epoll;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@ExtendWith(SkipReport.class)
class EpollDialIT {
    @TempDir
    Path directory;

    @BeforeEach
    void onLinuxOnly() {
        assumeTrue(Epoll.isAvailable(), () -> "Netty has no epoll here: " + Epoll.unavailabilityCause());
    }

    @Test
    void reachesPathsAndAbstractNames() {
        for (Place place : new Place[] {Place.PATH, Place.ABSTRACT}) {
            Endpoint endpoint = place.newAddress(directory);
            Server server = new GrpcWire().serve(listen(endpoint), List.of());

            Optional<ManagedChannel> channel = dial(endpoint);

            assertThat(channel).isPresent();
            channel.get().shutdownNow();
            server.shutdownNow();
        }
    }

    @Test
    void leavesToTransportsWhatItCannotReach() {
        assertThat(dial(Place.PATH.newAddress(directory))).isEmpty();
        assertThat(dial(new Endpoint.Unix("/" + "x".repeat(200)))).isEmpty();
        assertThat(dial(new Endpoint.Other("sim", ""))).isEmpty();
    }

    @Test
    void saysThatThePeerSpeaksAnotherWire() {
        Endpoint endpoint = Place.PATH.newAddress(directory);
        Server server = new TtrpcWire().serve(listen(endpoint), List.of());

        assertThatThrownBy(() -> dial(endpoint))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("use the wire ttrpc");
        server.shutdownNow();
    }

    private static Listener listen(Endpoint endpoint) {
        return Transports.installed().select(endpoint, null).listen(endpoint);
    }

    private static Optional<ManagedChannel> dial(Endpoint endpoint) {
        return new GrpcWire().dial(endpoint, Deadline.after(30, TimeUnit.SECONDS));
    }
}
