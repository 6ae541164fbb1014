// SPDX-License-Identifier: Apache-2.0
package example.greeter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.Transports;
import io.github.agentctl.ttrpc.TtrpcChannel;
import io.github.agentctl.ttrpc.TtrpcServer;
import io.grpc.Deadline;
import io.grpc.ServerInterceptors;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over a Unix socket of the kernel. */
class UnixSocketTest extends GreeterPromises {
    @TempDir
    Path directory;

    @Override
    Listener listen() {
        return listen("greeter.sock");
    }

    @Override
    Connection connect() {
        return connect("greeter.sock");
    }

    @Test
    void letsInOneUserOnly() throws Exception {
        long me = ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
        assertThat(greetAsServedTo(me)).isEqualTo("Hello, Ada");
        assertThatThrownBy(() -> greetAsServedTo(me + 1))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessage("PERMISSION_DENIED: not for you");
    }

    private String greetAsServedTo(long uid) {
        String name = "user-" + uid + ".sock";
        TtrpcServer server = TtrpcServer.builder(listen(name))
                .addService(ServerInterceptors.intercept(new GreeterService(), new OnlyUser(uid)))
                .build()
                .start();
        TtrpcChannel channel = new TtrpcChannel(connect(name));
        try {
            return new GreeterCalls(channel).greetSoon("Ada");
        } finally {
            channel.shutdownNow();
            server.shutdownNow();
        }
    }

    private Listener listen(String name) {
        Endpoint address = address(name);
        return Transports.installed()
                .select(address, null, Transports.Purpose.LISTEN)
                .listen(address);
    }

    private Connection connect(String name) {
        Endpoint address = address(name);
        return Transports.installed()
                .select(address, null)
                .connect(address, Deadline.after(5, TimeUnit.SECONDS));
    }

    private Endpoint address(String name) {
        return new Endpoint.Unix(directory.resolve(name).toString());
    }
}
