// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.TransportException;
import io.github.agentctl.api.transport.TransportException.Reason;
import io.github.agentctl.proto.CheckRequest;
import io.github.agentctl.proto.HealthCheckResponse;
import io.github.agentctl.proto.HealthGrpc;
import io.github.agentctl.transport.spi.InProcessListener;
import io.github.agentctl.ttrpc.TtrpcWire;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GrpcWireTest {
    private final InProcessListener listener = new InProcessListener(new Endpoint.Other("sim", "x"));

    @Test
    void callsOverAConnection() throws Exception {
        Server server = new GrpcWire().serve(listener, List.of(new Health().bindService()));
        ManagedChannel channel = new GrpcWire().connect(listener.connect(), Deadline.after(10, TimeUnit.SECONDS));
        var stub = HealthGrpc.newBlockingStub(channel);
        long t0 = System.nanoTime();
        for (int i = 0; i < 3000; i++) {
            assertThat(stub.check(CheckRequest.getDefaultInstance()).getStatus())
                    .isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
        }
        System.out.println("calls/s " + 3000e9 / (System.nanoTime() - t0));
        channel.shutdownNow();
        assertThat(channel.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
        server.shutdownNow();
        assertThat(server.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void saysThatTheServerSpeaksTtrpc() {
        Server server = new TtrpcWire().serve(listener, List.of(new Health().bindService()));
        assertThatThrownBy(() -> new GrpcWire().connect(listener.connect(), Deadline.after(10, TimeUnit.SECONDS)))
                .isInstanceOfSatisfying(
                        TransportException.class, e -> assertThat(e.reason()).isEqualTo(Reason.OTHER_WIRE))
                .hasMessage("");
        server.shutdownNow();
    }

    private static final class Health extends HealthGrpc.HealthImplBase {
        @Override
        public void check(CheckRequest request, StreamObserver<HealthCheckResponse> observer) {
            observer.onNext(HealthCheckResponse.newBuilder()
                    .setStatus(HealthCheckResponse.ServingStatus.SERVING)
                    .build());
            observer.onCompleted();
        }
    }
}
