// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script at the root, in a small project with a Maven that only pretends, and the Makefile. */
@Timeout(120)
class LauncherIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final String MAVEN = """
            #!/bin/sh
            echo "maven says something"
            echo x >>"$COUNT"
            [ -z "$FAIL" ] || exit 1
            mkdir -p cli/target/kata-agent-ctl-1.2/bin
            printf '#!/bin/sh\\necho "ran: $*"\\n' >cli/target/kata-agent-ctl-1.2/bin/kata-agent-ctl
            chmod +x cli/target/kata-agent-ctl-1.2/bin/kata-agent-ctl
            : >cli/target/kata-agent-ctl-1.2.tar.gz
            """;

    private Path project;
    private Path count;
    private Map<String, String> environment;

    @BeforeEach
    void makeAProject(@TempDir Path directory) throws IOException {
        project = Files.createDirectory(directory.resolve("a project"));
        Files.copy(ROOT.resolve("kata-agent-ctl"), project.resolve("kata-agent-ctl"));
        old(Files.writeString(project.resolve("pom.xml"), "<project>\n  <version>1.2</version>\n</project>\n"));
        Files.createDirectories(project.resolve("cli/src/main/java"));
        old(Files.writeString(project.resolve("cli/src/main/java/A.java"), "class A {}"));
        Path maven = Files.writeString(
                Files.createDirectory(directory.resolve("bin")).resolve("mvn"), MAVEN);
        Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
        count = directory.resolve("count");
        environment = Map.of("PATH", maven.getParent() + ":" + System.getenv("PATH"), "COUNT", count.toString());
    }

    @Test
    void buildsWhatIsMissingAndThenRunsItWithItsOwnOutputOnly() throws IOException, InterruptedException {
        Ran ran = run("connect", "-c", "a  b");

        assertThat(ran.code()).isZero();
        assertThat(ran.out()).isEqualTo("ran: connect -c a  b\n");
        assertThat(ran.err()).startsWith("building kata-agent-ctl 1.2").doesNotContain("maven says something");
    }

    @Test
    void buildsOnlyWhereASourceIsNewer() throws IOException, InterruptedException {
        run();
        assertThat(run()).isEqualTo(new Ran(0, "ran: \n", ""));
        assertThat(builds()).isEqualTo(1);

        fresh(project.resolve("cli/src/main/java/A.java"));
        run();
        assertThat(builds()).isEqualTo(2);
        old(project.resolve("cli/src/main/java/A.java"));

        fresh(project.resolve("pom.xml"));
        run();
        assertThat(builds()).isEqualTo(3);
    }

    @Test
    void buildsOnceForTwoAtOnce() throws IOException, InterruptedException {
        String command = "'" + project.resolve("kata-agent-ctl") + "'";
        Ran ran = Ran.of(environment, List.of("sh", "-c", command + " 1 & " + command + " 2 & wait"));

        assertThat(ran.out().lines()).containsExactlyInAnyOrder("ran: 1", "ran: 2");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void saysThatTheBuildFailed() throws IOException, InterruptedException {
        Ran ran = Ran.of(
                Map.of("PATH", environment.get("PATH"), "COUNT", count.toString(), "FAIL", "1"),
                List.of(project.resolve("kata-agent-ctl").toString()));

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains("maven says something").endsWith("error: the build failed\n");
    }

    @Test
    void runsFromElsewhereThroughALink() throws IOException, InterruptedException {
        Path link = Files.createSymbolicLink(count.resolveSibling("link"), project.resolve("kata-agent-ctl"));

        assertThat(Ran.of(environment, List.of("sh", "-c", "cd / && " + link + " x"))
                        .out())
                .isEqualTo("ran: x\n");
        assertThat(Ran.of(environment, List.of("sh", "-c", "cd '" + link.getParent() + "' && sh link y"))
                        .out())
                .isEqualTo("ran: y\n");
    }

    @Test
    void runsWhereCdSaysMoreThanItShould() throws IOException, InterruptedException {
        String command =
                "cd '" + project.getParent() + "' && CDPATH=. '" + project.getFileName() + "/kata-agent-ctl' x";

        assertThat(Ran.of(environment, List.of("sh", "-c", command)).out()).isEqualTo("ran: x\n");
    }

    @Test
    void installsAndUninstalls() throws IOException, InterruptedException {
        Path prefix = count.resolveSibling("prefix");
        // The build is done already: this is part of it.
        assertThat(make(prefix, "install").code()).isZero();
        Path installed = prefix.resolve("bin/kata-agent-ctl");
        for (String wire : List.of("ttrpc", "grpc")) {
            String call = installed + " connect -l warn --server-address sim: --wire " + wire + " -c Check";
            assertThat(Ran.of("sh", "-c", call)).isEqualTo(new Ran(0, "{\"status\":\"SERVING\"}\n", ""));
        }

        Path copy = count.resolveSibling("copy");
        assertThat(Ran.of("install", "-m", "0755", installed.toString(), copy.toString())
                        .code())
                .isZero();
        assertThat(Ran.of(copy.toString(), "--version").code())
                .as("a copy elsewhere finds what is installed, as the specification has it")
                .isZero();

        assertThat(make(prefix, "uninstall").code()).isZero();
        assertThat(installed).doesNotExist();
        assertThat(prefix.resolve("lib/kata-agent-ctl")).doesNotExist();
    }

    @Test
    void installingAgainKeepsTheTransportsOfOthers() throws IOException, InterruptedException {
        Path prefix = count.resolveSibling("kept");
        assertThat(make(prefix, "install").code()).isZero();
        Path home = prefix.resolve("lib/kata-agent-ctl");
        Path plugIn = Files.writeString(home.resolve("lib/ext/plug-in.jar"), "a jar");
        Path old = Files.writeString(home.resolve("lib/of-an-older-version.jar"), "a jar");

        assertThat(make(prefix, "install").code()).isZero();
        assertThat(plugIn).exists();
        assertThat(old).doesNotExist();

        assertThat(make(prefix, "uninstall").out()).contains("left in place: " + home + "/lib/ext");
        assertThat(plugIn).exists();
        try (Stream<Path> left = Files.walk(prefix)) {
            assertThat(left.filter(Files::isRegularFile)).containsExactly(plugIn);
        }
    }

    private static Ran make(Path prefix, String target) throws IOException, InterruptedException {
        return Ran.of("make", "-C", ROOT.toString(), "-o", "build", target, "PREFIX=" + prefix);
    }

    private Ran run(String... arguments) throws IOException, InterruptedException {
        List<String> command = Stream.concat(
                        Stream.of(project.resolve("kata-agent-ctl").toString()), Stream.of(arguments))
                .toList();
        return Ran.of(environment, command);
    }

    private long builds() throws IOException {
        return Files.readString(count).lines().count();
    }

    private static void old(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
    }

    private static void fresh(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
    }
}
