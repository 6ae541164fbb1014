// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.transport.spi.InProcessListener;
import io.github.agentctl.transport.spi.Pipes;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.stub.ClientCalls;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hundred streams that nobody reads, flooded, in a JVM of 64 MiB. */
@Timeout(120)
class SmallHeapIT {
    private static final int STREAMS = 100;

    @ParameterizedTest
    @ValueSource(strings = {"client", "server"})
    void unreadStreamsDoNotFillTheMemory(String side) throws Exception {
        String program = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(List.of(
                        program,
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SmallHeapIT.class.getName(),
                        side))
                .redirectErrorStream(true)
                .start();
        Threads.daemon("limit", () -> {
                    try {
                        if (!process.waitFor(90, TimeUnit.SECONDS)) {
                            process.destroyForcibly();
                        }
                    } catch (InterruptedException e) {
                        process.destroyForcibly();
                    }
                })
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).endsWith("still served\n").doesNotContain("OutOfMemory");
    }

    /** In the small JVM. */
    public static void main(String[] args) throws Exception {
        if (args[0].equals("client")) {
            floodTheClient();
        } else {
            floodTheServer();
        }
        System.out.print("still served\n");
        System.exit(0);
    }

    private static void floodTheClient() throws Exception {
        Pipes pipes = Pipes.open(new Endpoint.Other("sim", ""));
        TtrpcChannel channel = new TtrpcChannel(pipes.client());
        RawPeer server = RawPeer.at(pipes.server());
        for (int i = 0; i < STREAMS; i++) {
            ClientCall<StringValue, StringValue> call = channel.newCall(Streams.ECHO, CallOptions.DEFAULT);
            call.start(new Heard(), new Metadata());
            server.receive();
        }
        flood(server);
        var reply = ClientCalls.futureUnaryCall(channel.newCall(Echo.METHOD, CallOptions.DEFAULT), StringValue.of("x"));
        server.send(RawPeer.frame(server.receive().streamId(), Frame.RESPONSE));
        reply.get(30, TimeUnit.SECONDS);
    }

    private static void floodTheServer() throws Exception {
        InProcessListener listener = new InProcessListener(new Endpoint.Other("sim", ""));
        TtrpcServer.builder(listener)
                .addService(Unread.service(new CountDownLatch(1)))
                .addService(Echo.parrot())
                .build()
                .start();
        RawPeer client = RawPeer.at(listener.connect());
        for (int i = 0; i < STREAMS; i++) {
            client.send(Wire.request(
                    2 * i + 1, Frame.REMOTE_OPEN, Wire.target(Streams.SERVICE, "Echo"), Payload.EMPTY, 0, List.of()));
        }
        CountDownLatch served = new CountDownLatch(1);
        Threads.daemon("reader", () -> {
                    while (client.receive().streamId() != 9999) {
                        // The streams' ends.
                    }
                    served.countDown();
                })
                .start();
        flood(client);
        client.send(Wire.request(9999, 0, Wire.target("test.Echo", "Say"), Payload.EMPTY, 0, List.of()));
        served.await();
    }

    /** 300 MiB in all. */
    private static void flood(RawPeer peer) {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < STREAMS; i++) {
                peer.send(RawPeer.data(2 * i + 1, 0, new byte[1 << 20]));
            }
        }
    }
}
