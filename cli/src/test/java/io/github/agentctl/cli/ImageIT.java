// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** CreateContainer from an image, with scripts on the PATH in the place of skopeo and umoci. */
@Timeout(120)
class ImageIT {
    private static final Path TOOLS =
            Path.of("../codec/src/test/resources/image-tools").toAbsolutePath().normalize();

    @TempDir
    Path temporary;

    @Test
    void createsAndStartsAContainerFromAnImage() throws Exception {
        Ran ran = run(
                "-c",
                "CreateContainer json://{\"image\": \"docker://example.org/hello\", \"id\": \"container1\"}",
                "StatsContainer");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out().lines()).hasSize(2);
        assertThat(ran.err()).contains("info: unpacked 'docker://example.org/hello' to " + temporary);
        assertThat(temporary).isNotEmptyDirectory();
    }

    @Test
    void leavesNothingBehindWhereTheAgentRefusesTheContainer() throws Exception {
        Ran ran = run("-c", "CreateContainer json://{\"image\": \"hello\", \"id\": \"no/id\"}");

        assertThat(ran.err()).contains("CreateContainer failed", "info: deleted " + temporary);
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void isPulledForADryRunTooSinceTheRequestIsMadeFromIt() throws Exception {
        Ran ran = run("--dry-run", "-c", "CreateContainer image=hello id=container1");

        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .contains("\"container_id\":\"container1\"", "\"Args\":[\"echo\",\"there\"]", temporary + "/");
    }

    @Test
    void endsWithThreeWhereItCannotBePulled() throws Exception {
        Ran ran = run("-c", "Check", "CreateContainer image=nosuch");

        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.out()).isEqualTo("{\"status\":\"SERVING\"}\n");
        assertThat(ran.err()).contains("cannot pull 'nosuch'").doesNotContain("\u001b");
        assertThat(temporary).isEmptyDirectory();
    }

    private Ran run(String... options) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of(
                Ran.distribution().resolve("bin/kata-agent-ctl").toString(), "connect", "--server-address", "sim:"));
        command.addAll(List.of(options));
        return Ran.of(
                Map.of(
                        "PATH", TOOLS + ":" + System.getenv("PATH"),
                        "JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary),
                command);
    }
}
