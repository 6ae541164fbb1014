// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.proto.CheckRequest;
import io.github.agentctl.proto.HealthCheckResponse;
import io.github.agentctl.proto.HealthGrpc;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReconnectingChannelTest {
    private static final HealthCheckResponse REPLY = HealthCheckResponse.getDefaultInstance();

    private final AtomicBoolean noThreads = new AtomicBoolean();

    @Test
    void triesAnewAfterTheMachineHadNoThreadForIt() {
        ScriptedChannel lost = new ScriptedChannel(null, null);
        lost.shutdown();
        ReconnectingChannel channel = new ReconnectingChannel(
                Endpoint.parse("sim://reconnect"),
                lost,
                () -> new ScriptedChannel(REPLY, Status.OK),
                new Backoff(ReconnectPolicy.atNextCall().pauses(Duration.ZERO, Duration.ZERO), System::nanoTime),
                this::thread);
        var health = HealthGrpc.newBlockingStub(channel);

        noThreads.set(true);
        assertThatThrownBy(() -> health.check(CheckRequest.getDefaultInstance()))
                .isInstanceOf(OutOfMemoryError.class);
        noThreads.set(false);

        assertThat(health.check(CheckRequest.getDefaultInstance())).isEqualTo(REPLY);
    }

    private Thread thread(Runnable work) {
        return new Thread(work) {
            @Override
            public void start() {
                if (noThreads.get()) {
                    throw new OutOfMemoryError("no more threads");
                }
                super.start();
            }
        };
    }
}
