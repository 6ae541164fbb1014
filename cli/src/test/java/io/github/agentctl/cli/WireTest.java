// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code --wire}, as transcripts. */
@Timeout(60)
class WireTest {
    private static final String SERVING = "{\"status\":\"SERVING\"}\n";

    @Test
    void speaksGrpcWithAFreshAgent() {
        Transcript run = connect("sim:", "--wire", "grpc", "-c", "Check", "-c", "Check");

        // Of stderr nothing is said: loading Netty takes long enough on a busy machine for a line that it is waited
        // for.
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo(SERVING + SERVING);
    }

    @Test
    void servesTheWireThatIsNamed() {
        String address = "sim://wire-grpc";
        var agent = simulate(address, "--wire=grpc");

        Transcript run = connect(address, "--wire", "grpc", "-c", "Check", "-c", "StatsContainer cid=nosuch");
        assertThat(run.code()).isEqualTo(67);
        assertThat(run.out()).isEqualTo(SERVING);
        assertThat(run.err()).startsWith("error: StatsContainer failed: INVALID_ARGUMENT (3): ");
        assertThat(connect(address, "--wire=grpc", "--timeout", "200ms", "-c", "GetOOMEvent")
                        .code())
                .isEqualTo(68);

        end(agent, address, "grpc");
    }

    @Test
    void failsTheCallsOfAGrpcAgentOnRequest() {
        String address = "sim://wire-faults";
        var agent = simulate(address, "--wire=grpc", "--fault", "Check:status=NOT_FOUND", "--fault", "Version:close");

        assertThat(connect(address, "--wire=grpc", "-c", "Check").code()).isEqualTo(69);
        assertThat(connect(address, "--wire=grpc", "-c", "Version").code()).isEqualTo(78);

        end(agent, address, "grpc");
    }

    @Test
    void namesGrpcWhereThePeerSpeaksIt() {
        String address = "sim://wire-other-grpc";
        var agent = simulate(address, "--wire=grpc");

        Transcript run = connect(address, "-c", "Check", "-c", "Check");
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("error: cannot speak ttrpc with the peer at " + address + ": the peer speaks HTTP/2")
                .endsWith("; use the wire grpc\n");

        end(agent, address, "grpc");
    }

    @Test
    void namesTtrpcWhereThePeerSpeaksIt() {
        String address = "sim://wire-other-ttrpc";
        var agent = simulate(address);

        Transcript run = connect(address, "--wire=grpc", "-c", "Check");
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err())
                .startsWith("error: cannot speak gRPC with the peer at " + address)
                .endsWith("; if it speaks ttrpc, use the wire ttrpc\n");

        end(agent, address, "ttrpc");
    }

    @Test
    void saysWhichWiresThereAre() {
        Transcript run = connect("sim:", "--wire", "trpc", "-c", "Check");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("error: the wire 'trpc' is not installed; installed are: grpc, ttrpc\n");
        assertThat(Transcript.of("simulate", "--listen", "sim://x", "--wire", "trpc")
                        .code())
                .isEqualTo(2);
    }

    private static CompletableFuture<Transcript> simulate(String address, String... options) {
        List<String> arguments = new ArrayList<>(List.of("simulate", "--listen", address));
        arguments.addAll(List.of(options));
        return CompletableFuture.supplyAsync(
                () -> Transcript.of(arguments.toArray(String[]::new)), task -> new Thread(task).start());
    }

    private static Transcript connect(String address, String... options) {
        List<String> arguments = new ArrayList<>(List.of("connect", "--server-address", address));
        arguments.addAll(List.of(options));
        return Transcript.of(arguments.toArray(String[]::new));
    }

    private static void end(CompletableFuture<Transcript> agent, String address, String wire) {
        assertThat(connect(address, "--wire", wire, "-c", "DestroySandbox").code())
                .isZero();
        assertThat(agent)
                .succeedsWithin(50, TimeUnit.SECONDS)
                .satisfies(ended -> assertThat(ended.code()).isZero());
    }
}
