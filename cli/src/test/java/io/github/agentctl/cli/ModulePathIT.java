// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.agentctl.api.Wires;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.Transports;
import io.github.agentctl.simulator.SimulatedAgent;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A named module that depends on the client alone makes calls with all jars of the distribution on the module path. */
@Timeout(120)
class ModulePathIT {
    private static final Path JARS = Ran.distribution().resolve("lib");

    @TempDir
    Path folder;

    @Test
    void callsFromANamedModule() throws IOException, InterruptedException, URISyntaxException {
        calls(JARS.toString(), "sim:", "ttrpc");
    }

    /** Through Netty's epoll, and over a connection of ours. */
    @ParameterizedTest
    @ValueSource(strings = {"unix", "sim"})
    void callsByGrpcFromANamedModule(String scheme) throws IOException, InterruptedException, URISyntaxException {
        String jars = JARS + ":" + JARS.resolve("grpc");
        if (scheme.equals("sim")) {
            calls(jars, "sim:", "grpc");
        } else {
            callsAnAgent(jars, "unix://" + folder.resolve("agent.sock"), "grpc");
        }
    }

    /** It takes a native library, whose module nobody else requires. */
    @Test
    void callsAnAbstractNameFromANamedModule() throws IOException, InterruptedException, URISyntaxException {
        callsAnAgent(
                JARS.toString(),
                "unix://@agentctl-module-path-" + ProcessHandle.current().pid(),
                "ttrpc");
    }

    private void callsAnAgent(String jars, String address, String wire)
            throws IOException, InterruptedException, URISyntaxException {
        Endpoint endpoint = Endpoint.parse(address);
        Listener listener = Transports.installed().select(endpoint, null).listen(endpoint);
        try (SimulatedAgent agent =
                SimulatedAgent.serve(listener, Wires.installed().select(wire))) {
            calls(jars, address, wire);
            assertThat(agent.waitingCalls()).isZero();
        }
    }

    private void calls(String jars, String address, String wire)
            throws IOException, InterruptedException, URISyntaxException {
        Path sources = Path.of(ModulePathIT.class.getResource("/consumer").toURI());
        Path renamed = Files.createDirectories(folder.resolve("sources"));
        for (String name : new String[] {"module-info", "Consumer"}) {
            Files.copy(sources.resolve(name + ".txt"), renamed.resolve(name + ".java"));
        }
        ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
        assertThat(javac.run(
                        System.out,
                        System.err,
                        "-p",
                        jars,
                        "-d",
                        folder.resolve("consumer").toString(),
                        renamed.resolve("module-info.java").toString(),
                        renamed.resolve("Consumer.java").toString()))
                .isZero();

        Ran ran = Ran.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-p",
                jars + ":" + folder.resolve("consumer"),
                "-m",
                "consumer/consumer.Consumer",
                address,
                wire);

        assertThat(ran)
                .isEqualTo(new Ran(
                        0, "blocking SERVING\nby name SERVING\nfuture SERVING\njson {\"status\":\"SERVING\"}\n", ""));
    }
}
