// SPDX-License-Identifier: Apache-2.0
package example.greeter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.transport.spi.InProcessListener;
import io.github.agentctl.ttrpc.TtrpcChannel;
import io.github.agentctl.ttrpc.TtrpcServer;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.BlockingClientCall;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Client and server over a Unix socket, and over pipes within this process. */
@Timeout(30)
class GreeterTest {
    @Test
    void greetsOverAUnixSocket(@TempDir Path folder) throws Exception {
        String address = "unix://" + folder.resolve("greeter.sock");
        TtrpcServer server = GreeterServer.serve(address);
        TtrpcChannel channel = GreeterClient.connect(address);
        try {
            greets(channel);
        } finally {
            channel.shutdownNow();
            server.shutdownNow().awaitTermination();
        }
    }

    @Test
    void greetsWithinTheProcess() throws Exception {
        InProcessListener listener = new InProcessListener(new Endpoint.Other("in-process", "greeter"));
        TtrpcServer server =
                TtrpcServer.builder(listener).addService(new GreeterService()).build().start();
        TtrpcChannel channel = new TtrpcChannel(listener.connect());
        try {
            greets(channel);
        } finally {
            channel.shutdownNow();
            server.shutdownNow().awaitTermination();
        }
    }

    private static void greets(TtrpcChannel channel) throws Exception {
        assertEquals("Hello, Ada", GreeterClient.greet(channel, "Ada"));
        Status status = assertThrows(StatusRuntimeException.class, () -> GreeterClient.greet(channel, ""))
                .getStatus();
        assertEquals(Status.Code.INVALID_ARGUMENT, status.getCode());
        assertEquals("no name", status.getDescription());

        GreeterGrpc.GreeterBlockingV2Stub greeter = GreeterGrpc.newBlockingV2Stub(channel);
        // A stream of replies.
        List<String> texts = new ArrayList<>();
        BlockingClientCall<?, Greeting> replies = greeter.greetInAll(name("Ada"));
        for (Greeting reply = replies.read(); reply != null; reply = replies.read()) {
            texts.add(reply.getText());
        }
        assertEquals(List.of("Hello, Ada", "Bonjour, Ada", "Hallo, Ada"), texts);

        // A stream of requests.
        BlockingClientCall<Name, Greeting> all = greeter.greetAll();
        all.write(name("Ada"));
        all.write(name("Grace"));
        all.halfClose();
        assertEquals("Hello, Ada and Grace", all.read().getText());

        // Both at once.
        BlockingClientCall<Name, Greeting> each = greeter.greetEach();
        each.write(name("Ada"));
        assertEquals("Hello, Ada", each.read().getText());
        each.write(name("Grace"));
        assertEquals("Hello, Grace", each.read().getText());
        each.halfClose();
        assertNull(each.read());
    }

    private static Name name(String name) {
        return Name.newBuilder().setName(name).build();
    }
}
