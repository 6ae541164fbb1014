// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedOutputStream;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.transport.unix.JdkTransport;
import io.grpc.Deadline;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server in a JVM of 32 MiB, before clients that send whatever fills a memory. It serves others to the end. */
@Timeout(120)
class SmallHeapServerIT {
    private static final byte[] MEBIBYTE = new byte[1 << 20];

    private final List<RawPeer> clients = new ArrayList<>();
    private Endpoint endpoint;
    private SmallJvm server;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        endpoint = new Endpoint.Unix(directory.resolve("s").toString());
        server = SmallJvm.serving(endpoint);
    }

    @AfterEach
    void close() {
        clients.forEach(RawPeer::close);
        server.close();
    }

    @Test
    void framesAnnouncedAtFourGibibytesTakeNoMemory() throws Exception {
        for (int i = 0; i < 50; i++) {
            RawPeer client = client();
            client.send(RawPeer.frame(-1, 1, Frame.REQUEST, 0));
            client.send(MEBIBYTE);
        }
        assertStillServing();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2a00", "2a030a0161", "2a060a0161120162", "2a060a0461616161"})
    void metadataOfTinyPairsIsRefused(String pair) throws Exception {
        RawPeer client = client();
        byte[] pairs = SmallHeapIT.repeated(RawPeer.hex(pair), 4_000_000);
        byte[] target = Wire.target("test.Echo", "Say");
        byte[] request = java.util.Arrays.copyOf(target, target.length + pairs.length);
        System.arraycopy(pairs, 0, request, target.length, pairs.length);
        for (int i = 0; i < 5; i++) {
            client.send(RawPeer.frame(2 * i + 1, Frame.REQUEST, request));
            assertThat(client.receiveStatus(2 * i + 1).status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        }
        assertServes(client, 99);
        assertStillServing();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0a", "0a09746573742e4563686f12"})
    void namesOfFourMegabytesAreRefused(String upToTheName) throws Exception {
        // One letter beyond Latin-1 makes each of the text's letters take two bytes.
        byte[] name = ("\u0416" + "x".repeat(4_000_000)).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(RawPeer.hex(upToTheName));
        CodedOutputStream length = CodedOutputStream.newInstance(request);
        length.writeUInt32NoTag(name.length);
        length.flush();
        request.writeBytes(name);
        byte[] frame = RawPeer.frame(1, Frame.REQUEST, request.toByteArray());
        for (int i = 0; i < 5; i++) {
            client().send(frame);
        }
        assertStillServing();
    }

    @Test
    void requestsThatWaitForTheirHandlersAreBounded() throws Exception {
        String large = "wait" + "x".repeat(4_000_000);
        for (int i = 0; i < 3; i++) {
            RawPeer client = client();
            drain(client);
            for (int call = 0; call < 30; call++) {
                client.send(RawPeer.echo(2 * call + 1, large, 0));
            }
        }
        assertStillServing();
    }

    @Test
    void repliesThatNobodyReadsAreBounded() throws Exception {
        CountDownLatch ended = new CountDownLatch(4);
        for (int i = 0; i < 4; i++) {
            RawPeer client = client();
            Threads.daemon("flood", () -> {
                        try {
                            for (int call = 0; call < 1000; call++) {
                                client.send(RawPeer.echo(2 * call + 1, "large", 0));
                            }
                        } catch (UncheckedIOException | AssertionError over) {
                            // The server has closed it, or does not read from it any more: it is too much.
                        } finally {
                            ended.countDown();
                        }
                    })
                    .start();
        }
        // Those it does not read from any more would wait longer.
        ended.await(3, TimeUnit.SECONDS);
        assertStillServing();
    }

    @Test
    void streamsThatNobodyReadsAreGivenUp() throws Exception {
        for (int connection = 0; connection < 3; connection++) {
            RawPeer client = client();
            drain(client);
            for (int i = 0; i < 50; i++) {
                client.send(Wire.request(
                        2 * i + 1,
                        Frame.REMOTE_OPEN,
                        Wire.target(Streams.SERVICE, "Echo"),
                        Payload.EMPTY,
                        0,
                        List.of()));
            }
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < 50; i++) {
                    client.send(RawPeer.data(2 * i + 1, 0, MEBIBYTE));
                }
            }
        }
        assertStillServing();
    }

    @Test
    void framesThatAreNeverFinishedAreBounded() throws Exception {
        byte[] most = java.util.Arrays.copyOf(
                RawPeer.frame(Frame.MAX_DATA, 1, Frame.REQUEST, 0, new byte[Frame.MAX_DATA]), Frame.MAX_DATA);
        for (int i = 0; i < 50; i++) {
            client().send(most);
        }
        assertStillServing();
    }

    private RawPeer client() {
        RawPeer client = RawPeer.at(new JdkTransport().connect(endpoint, Deadline.after(10, TimeUnit.SECONDS)));
        clients.add(client);
        return client;
    }

    private void assertStillServing() throws Exception {
        assertServes(client(), 1);
        clients.forEach(RawPeer::close);
        assertThat(server.end()).isEqualTo("ended\n");
    }

    private static void assertServes(RawPeer client, int id) throws Exception {
        client.send(RawPeer.echo(id, "small", 0));
        assertThat(client.receiveStatus(id).status().isOk()).isTrue();
    }

    /** Reads what the server says, and forgets it. */
    private static void drain(RawPeer client) {
        Threads.daemon("drain", () -> {
                    try {
                        while (true) {
                            client.receive();
                        }
                    } catch (UncheckedIOException | AssertionError end) {
                        // Closed, or nothing more comes.
                    }
                })
                .start();
    }
}
