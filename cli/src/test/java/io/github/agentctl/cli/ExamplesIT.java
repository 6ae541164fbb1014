// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every line that {@code examples} prints, run by a shell, in the order in which they are printed. */
@Timeout(300)
class ExamplesIT {
    private static final String ADDRESS = "unix://@/tmp/foo.socket";

    /** Behind each line, where it ends otherwise than well. */
    private static final String CHECK =
            "\ncode=$?; [ $code = 0 ] || { echo \"line $line ends with $code\" >&2; exit 1; }\n";

    @Test
    void run() throws Exception {
        // Its own address: others may run the same at the same time.
        String own = "unix://@examples-" + UUID.randomUUID();
        List<String> lines = ExamplesTest.commandLines().toList();
        assertThat(lines.get(0)).isEqualTo("kata-agent-ctl simulate --listen " + ADDRESS);
        Process agent = shell(lines.get(0).replace(ADDRESS, own));
        try {
            BufferedReader said =
                    new BufferedReader(new InputStreamReader(agent.getErrorStream(), StandardCharsets.UTF_8));
            assertThat(said.readLine()).isEqualTo("info: listening on " + own);
            StringBuilder script = new StringBuilder();
            for (String line : lines.subList(1, lines.size())) {
                script.append("line='")
                        .append(line.replace("'", "'\\''"))
                        .append("'\n")
                        .append(line)
                        .append(CHECK);
            }

            Ran ran = Ran.of(shell(script.toString().replace(ADDRESS, own)));

            assertThat(ran.err()).doesNotContain(" ends with ");
            assertThat(ran.code()).as(ran.err()).isZero();
            assertThat(ran.out()).contains("{\"status\":\"SERVING\"}", "aGVsbG8gd29ybGQ=");
            // The last one ends the sandbox.
            assertThat(Ran.of(agent).code()).isZero();
        } finally {
            agent.destroyForcibly();
        }
    }

    private static Process shell(String script) throws IOException {
        return Ran.start(
                Map.of(
                        "PATH",
                        Ran.distribution().resolve("bin") + ":" + System.getenv("PATH"),
                        "bundle_dir",
                        Path.of("../examples/bundle").toAbsolutePath().toString()),
                List.of("bash", "-c", "set -o pipefail\n" + script));
    }
}
