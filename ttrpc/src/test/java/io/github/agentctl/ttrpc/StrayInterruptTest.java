// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.transport.spi.InProcessListener;
import io.grpc.CallOptions;
import io.grpc.stub.ClientCalls;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Code of others on a direct executor may leave the reading thread interrupted; every wait of it would end at once. */
@Timeout(30)
class StrayInterruptTest {
    private final InProcessListener listener = new InProcessListener(new Endpoint.Other("sim", ""));
    private final CompletableFuture<Thread> handlerOn = new CompletableFuture<>();
    private final TtrpcServer server = TtrpcServer.builder(listener)
            .executor(Runnable::run)
            .addService(Streams.service())
            .addService(Echo.service((text, reply) -> {
                Echo.reply(reply, text);
                Thread.currentThread().interrupt();
                handlerOn.complete(Thread.currentThread());
            }))
            .build()
            .start();

    /** @param more whether there is something left to read for */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void doesNotKeepTheThreadsThatReadAwake(boolean more) throws Exception {
        TtrpcChannel channel = new TtrpcChannel(listener.connect());
        CompletableFuture<Thread> listenerOn = new CompletableFuture<>();
        if (more) {
            ClientCalls.asyncBidiStreamingCall(
                    channel.newCall(Streams.ECHO, CallOptions.DEFAULT.withExecutor(Runnable::run)), new Events<>());
        }
        ClientCalls.asyncUnaryCall(
                channel.newCall(Echo.METHOD, CallOptions.DEFAULT.withExecutor(Runnable::run)),
                StringValue.of("x"),
                new Events<>() {
                    @Override
                    public void onNext(StringValue text) {
                        Thread.currentThread().interrupt();
                        listenerOn.complete(Thread.currentThread());
                    }
                });

        assertRests(handlerOn.get(10, TimeUnit.SECONDS));
        assertRests(listenerOn.get(10, TimeUnit.SECONDS));
        channel.shutdownNow();
        server.shutdownNow();
    }

    /** Most of the time a thread that waits is seen waiting, however busy the machine is. */
    private static void assertRests(Thread reading) throws InterruptedException {
        int busy = 0;
        for (int i = 0; i < 200; i++) {
            TimeUnit.MILLISECONDS.sleep(1);
            busy += reading.getState() == Thread.State.RUNNABLE ? 1 : 0;
        }
        assertThat(busy).as("how often %s was busy, of 200", reading.getName()).isLessThan(60);
    }
}
