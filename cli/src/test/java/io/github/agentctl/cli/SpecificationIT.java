// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.agentctl.api.WireProvider;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.TransportException;
import io.github.agentctl.api.transport.Transports;
import io.github.agentctl.simulator.SimulatedAgent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every command line of the specification, run on an embedded agent that listens where the specification says. */
@Timeout(60)
class SpecificationIT {
    private static final String ADDRESS = "unix://@/tmp/foo.socket";

    private static final JsonElement DETAILS = JsonParser.parseString("""
            {"mem_block_size_bytes": "0", "agent_details": {"version": "4.1.0", "init_daemon": false,
             "device_handlers": [], "storage_handlers": ["blk", "virtio-fs", "ephemeral", "scsi", "local",
             "watchable-bind", "nvdimm", "image_guest_pull", "erofs.multi-layer", "overlayfs", "mmioblk"],
             "supports_seccomp": true, "extra_features": ["seccomp"]}, "support_mem_hotplug_probe": false}""");

    /** A command line, what it ends with, what standard error names, and the replies. */
    private record Line(String command, int code, String named, List<String> replies) {}

    @TestFactory
    List<DynamicTest> commandLines(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("foo.json"), "{\"mem_hotplug_probe\": true}");
        return table().stream()
                .map(line -> DynamicTest.dynamicTest(line.command(), () -> check(line, directory)))
                .toList();
    }

    @Test
    void theTableHasThemAll() throws IOException {
        assertThat(table()).hasSize(25);
    }

    /** Each on an agent of its own: one of them ends it. */
    private static void check(Line line, Path directory) throws IOException, InterruptedException {
        Listener listener = listen();
        String address = listener.endpoint().toString();
        WireProvider wire = ServiceLoader.load(WireProvider.class).findFirst().orElseThrow();
        SimulatedAgent agent = SimulatedAgent.serve(listener, wire);
        try {
            Map<String, String> variables = Map.of(
                    "bundle_dir", "bundle",
                    "directory", directory.toString(),
                    "guest_cid", "4000000",
                    "agent_vsock_port", "1024",
                    "container_id", "foo",
                    "server_addr", address);
            List<List<String>> commands = Shell.commandLines(line.command().replace(ADDRESS, address), variables);
            assertThat(commands).hasSize(1);

            List<String> arguments = new ArrayList<>(commands.get(0));
            if (line.code() == ExitCode.CONNECT) {
                // There are no guests here to wait for.
                arguments.addAll(arguments.indexOf("connect") + 1, List.of("--connect-timeout", "200ms"));
            }

            Transcript run = Transcript.of(arguments.toArray(String[]::new));

            assertThat(run.code()).as(run.err()).isEqualTo(line.code());
            assertThat(run.err()).contains(line.named());
            if (!line.replies().isEmpty()) {
                assertThat(run.lines().stream().map(SpecificationIT::json))
                        .containsExactlyElementsOf(line.replies().stream()
                                .map(SpecificationIT::json)
                                .toList());
            }
        } finally {
            agent.close();
        }
    }

    /** Where somebody else on this machine has the address, one beside it: the address is not what is tested. */
    private static Listener listen() {
        Endpoint endpoint = Endpoint.parse(ADDRESS);
        try {
            return Transports.installed().select(endpoint, null).listen(endpoint);
        } catch (TransportException e) {
            System.err.println("note: " + e.getMessage() + "; the specification is tested at another address");
            Endpoint other = Endpoint.parse(ADDRESS + "-" + UUID.randomUUID());
            return Transports.installed().select(other, null).listen(other);
        }
    }

    /** The order of the storage handlers is the agent's own affair, and the memory that of the machine. */
    private static JsonElement json(String text) {
        JsonElement reply = text.equals("@details") ? DETAILS.deepCopy() : JsonParser.parseString(text);
        JsonObject object = reply.getAsJsonObject();
        if (object.has("agent_details")) {
            object.remove("mem_block_size_bytes");
            JsonArray sorted = new JsonArray();
            StreamSupport.stream(
                            object.getAsJsonObject("agent_details")
                                    .getAsJsonArray("storage_handlers")
                                    .spliterator(),
                            false)
                    .map(JsonElement::getAsString)
                    .sorted()
                    .forEach(sorted::add);
            object.getAsJsonObject("agent_details").add("storage_handlers", sorted);
        }
        return reply;
    }

    private static List<Line> table() throws IOException {
        try (InputStream table = SpecificationIT.class.getResourceAsStream("/specification-command-lines.txt")) {
            String text = new String(table.readAllBytes(), StandardCharsets.UTF_8);
            List<Line> lines = new ArrayList<>();
            for (String block : text.split("\n\n")) {
                List<String> rows = Arrays.stream(block.split("\n"))
                        .filter(row -> !row.startsWith("#") && !row.isBlank())
                        .toList();
                if (!rows.isEmpty()) {
                    String[] end = rows.get(1).split(" ");
                    lines.add(new Line(
                            rows.get(0).substring(2),
                            Integer.parseInt(end[0]),
                            end.length == 2 ? end[1] : "",
                            rows.stream().skip(2).map(row -> row.substring(2)).toList()));
                }
            }
            return lines;
        }
    }
}
