// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.github.agentctl.api.transport.Endpoint;
import io.grpc.Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The assembled distribution, as a user runs it. */
@Timeout(180)
class DistributionIT {
    private static final String COMMAND =
            Ran.distribution().resolve("bin/kata-agent-ctl").toString();
    private static final String SERVING = "{\"status\":\"SERVING\"}\n";

    /** The JDK of the build, and newer ones where there are some. */
    static Stream<Path> jdks() throws IOException {
        Path own = Path.of(System.getProperty("java.home"));
        Path others = Path.of("/usr/lib/jvm");
        List<Path> found = new ArrayList<>(List.of(own));
        if (Files.isDirectory(others)) {
            try (Stream<Path> homes = Files.list(others)) {
                homes.filter(home -> home.getFileName().toString().matches(".*\\b2[1-9]\\b.*"))
                        .filter(home -> Files.isExecutable(home.resolve("bin/java")))
                        .forEach(found::add);
            }
        }
        if (found.size() == 1) {
            System.err.println("note: no JDK from 21 on in " + others + "; its warnings are not tested");
        }
        return found.stream();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void saysNothingButTheReply(Path jdk) throws IOException, InterruptedException {
        Map<String, String> java = Map.of("JAVA_HOME", jdk.toString());

        assertThat(Ran.of(java, List.of(COMMAND, "connect", "--server-address", "sim:", "-c", "Check")))
                .isEqualTo(new Ran(0, SERVING, ""));
    }

    /** The library of abstract names lies beside the jars: nothing is unpacked where it may not be, or may not run. */
    @Test
    void unpacksNoLibrary(@TempDir Path folder) throws IOException, InterruptedException {
        Path none = folder.resolve("none");
        Ran ran = Ran.of(
                Map.of("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + none),
                List.of(
                        COMMAND,
                        "connect",
                        "--server-address",
                        "unix://@nobody-" + UUID.randomUUID(),
                        "--connect-timeout",
                        "1ms",
                        "-c",
                        "Check"));

        assertThat(ran.err()).contains("nobody listens on that name").doesNotContain("native library");
        assertThat(none).doesNotExist();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void saysNothingButTheReplyOverAnAbstractSocket(Path jdk) throws IOException, InterruptedException {
        Endpoint endpoint = new Endpoint.AbstractUnix("test-" + UUID.randomUUID());
        Process agent = Ran.start(
                Map.of("JAVA_HOME", jdk.toString(), "KATA_AGENT_SERVER_ADDR", endpoint.toString()),
                List.of(COMMAND, "simulate"));
        try {
            awaitLine(agent, "info: listening on " + endpoint);
            assertThat(connect(endpoint, jdk, "-c", "Check")).isEqualTo(new Ran(0, SERVING, ""));
            assertThat(connect(endpoint, jdk, "-c", "DestroySandbox")).isEqualTo(new Ran(0, "{}\n", ""));
            assertThat(Ran.of(agent).code()).isZero();
        } finally {
            agent.destroyForcibly();
        }
    }

    @Test
    void runsThroughSymbolicLinksFromElsewhere(@TempDir Path directory) throws IOException, InterruptedException {
        Path first = Files.createSymbolicLink(directory.resolve("first"), Path.of(COMMAND));
        Files.createDirectory(directory.resolve("bin"));
        Files.createSymbolicLink(directory.resolve("bin/second"), Path.of("../" + first.getFileName()));
        for (String line : new String[] {"./bin/second", "bin/second", "PATH=bin:$PATH second", "cd / && " + first}) {
            assertThat(Ran.of(
                            "sh", "-c", "cd " + directory + " && " + line + " connect --server-address sim: -c Check"))
                    .isEqualTo(new Ran(0, SERVING, ""));
        }
    }

    @Test
    void readsArgumentsAsUtf8WhateverTheLocale() throws IOException, InterruptedException {
        Map<String, String> bare = Map.of("LC_ALL", "", "LC_CTYPE", "", "LANG", "");

        assertThat(Ran.of(
                        bare,
                        List.of(
                                "sh",
                                "-c",
                                COMMAND + " connect --server-address sim: -c \"$(printf 'echo \\342\\202\\254')\"")))
                .isEqualTo(new Ran(0, "€\n", ""));
    }

    @Test
    void endsSilentlyWhereItsReaderGoesAway() throws IOException, InterruptedException {
        Ran ran = Ran.of(
                "bash",
                "-c",
                COMMAND + " connect --server-address sim: -c 'repeat -1' Check | head -n 1; echo ${PIPESTATUS[0]}");

        assertThat(ran).isEqualTo(new Ran(0, SERVING + "141\n", ""));
        assertThat(Ran.of("sh", "-c", COMMAND + " connect --server-address sim: -c Check >&-"))
                .isEqualTo(new Ran(141, "", ""));
    }

    @Test
    void saysThatTheDiskIsFull() throws IOException, InterruptedException {
        assertThat(Ran.of("sh", "-c", COMMAND + " connect --server-address sim: -c Check >/dev/full"))
                .satisfies(ran -> assertThat(ran.code()).isEqualTo(1))
                .satisfies(ran -> assertThat(ran.err()).startsWith("error: cannot write to standard output: "));
    }

    @Test
    void endsAtCtrlCAndCancelsTheCall(@TempDir Path directory) throws IOException, InterruptedException {
        Endpoint endpoint = new Endpoint.Unix(directory.resolve("s").toString());
        TestAgent agent = TestAgent.on(endpoint, TestAgent.Manner.HANG);
        try {
            // A shell that has us in the background may have told all its children to ignore the signal.
            Process run = Ran.start(
                    Map.of(),
                    List.of(
                            "env",
                            "--default-signal=INT",
                            COMMAND,
                            "connect",
                            "--server-address",
                            endpoint.toString(),
                            "-c",
                            "Check",
                            "Check"));
            agent.called.await();
            interrupt(run);

            assertThat(Ran.of(run)).isEqualTo(new Ran(130, "", ""));
            agent.cancelled.await();
        } finally {
            agent.close();
        }
    }

    @Test
    void simulatesUntilCtrlCAndLeavesNoSocket(@TempDir Path directory) throws IOException, InterruptedException {
        Path socket = directory.resolve("s");
        Process agent = Ran.start(
                Map.of(), List.of("env", "--default-signal=INT", COMMAND, "simulate", "--listen", "unix://" + socket));
        awaitLine(agent, "info: listening on unix://" + socket);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-------");

        interrupt(agent);

        assertThat(Ran.of(agent).code()).isEqualTo(130);
        assertThat(socket).doesNotExist();
    }

    @Test
    void saysThatThisUserMayNot(@TempDir Path directory) throws IOException, InterruptedException {
        Path socket = directory.resolve("s");
        List<String> asNobody = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
        if (Ran.of(Map.of(), plus(asNobody, "test", "-r", COMMAND)).code() != 0) {
            abort("no setpriv, not root, or the build is not readable to others: run this test as root in a folder that"
                    + " others may read");
        }
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        Server server = TestAgent.serve(new Endpoint.Unix(socket.toString()));
        try {
            Ran ran = Ran.of(
                    Map.of(),
                    plus(
                            asNobody,
                            COMMAND,
                            "connect",
                            "--server-address",
                            "unix://" + socket,
                            "--connect-timeout",
                            "100ms",
                            "-c",
                            "Check"));

            assertThat(ran.code()).isEqualTo(4);
            assertThat(ran.err()).contains("unix://" + socket).contains("permission denied", "run as");
        } finally {
            server.shutdownNow();
        }
    }

    @Test
    void showsTerminalsAnIndentedReply() throws IOException, InterruptedException {
        if (Ran.of("sh", "-c", "command -v script").code() != 0) {
            abort("no script(1): install util-linux to test on a terminal");
        }
        Ran ran = Ran.of("script", "-qec", COMMAND + " connect --server-address sim: -c Check", "/dev/null");

        assertThat(ran.out().replace("\r", "")).isEqualTo("{\n  \"status\": \"SERVING\"\n}\n");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void speaksGrpcWhereItIsAskedTo(Path jdk) throws IOException, InterruptedException {
        Endpoint endpoint = new Endpoint.AbstractUnix("test-" + UUID.randomUUID());
        Process agent = Ran.start(
                Map.of("JAVA_HOME", jdk.toString(), "KATA_AGENT_SERVER_ADDR", endpoint.toString()),
                List.of(COMMAND, "simulate", "--wire=grpc"));
        try {
            awaitLine(agent, "info: listening on " + endpoint);
            // On a busy machine Netty takes a second to come up, and then connect notes that it waits.
            assertThat(connect(endpoint, jdk, "-l", "warn", "--wire", "grpc", "-c", "Check"))
                    .isEqualTo(new Ran(0, SERVING, ""));
            assertThat(connect(endpoint, jdk, "-l", "warn", "--wire=grpc", "-c", "DestroySandbox"))
                    .isEqualTo(new Ran(0, "{}\n", ""));
            assertThat(Ran.of(agent))
                    .isEqualTo(new Ran(0, "", "info: the sandbox is destroyed, the agent has ended\n"));
        } finally {
            agent.destroyForcibly();
        }
    }

    @Test
    void tellsWhoNamesAWireThatThereIsNotWhichOnesThereAre() throws IOException, InterruptedException {
        Ran ran = Ran.of(COMMAND, "connect", "--server-address", "sim:", "--wire", "http2", "-c", "Check");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).startsWith("error: the wire 'http2' is not installed; installed are: grpc, ttrpc\n");
    }

    /** Each jar of the gRPC wire makes a start slower, and the archive larger. */
    @Test
    void keepsGrpcApart() throws IOException {
        assertThat(jars("lib")).noneMatch(jar -> jar.matches("(agentctl-grpc|netty|grpc-(core|netty|util)).*"));
        assertThat(jars("lib/grpc"))
                .anyMatch(jar -> jar.startsWith("agentctl-grpc-"))
                .anyMatch(jar -> jar.endsWith("linux-x86_64.jar"))
                .doesNotContainAnyElementsOf(jars("lib"));
        long archive = Files.size(Path.of(Ran.distribution() + ".tar.gz"));
        long grpc = 0;
        for (String jar : jars("lib/grpc")) {
            grpc += Files.size(Ran.distribution().resolve("lib/grpc").resolve(jar));
        }
        assertThat(archive).isLessThanOrEqualTo(21_000_000);
        assertThat(archive - grpc).isLessThanOrEqualTo(15_000_000);
    }

    private static List<String> jars(String folder) throws IOException {
        try (Stream<Path> files = Files.list(Ran.distribution().resolve(folder))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .toList();
        }
    }

    @Test
    void isTheSameInTheArchive(@TempDir Path directory) throws IOException, InterruptedException {
        assertThat(Ran.of("tar", "xzf", Ran.distribution() + ".tar.gz", "-C", directory.toString()))
                .isEqualTo(new Ran(0, "", ""));
        Path unpacked = directory.resolve(Ran.distribution().getFileName());

        // The launcher of a clone lays plug-ins into lib/ext; the archive is without.
        assertThat(Ran.of("diff", "-r", "-x", "ext", Ran.distribution().toString(), unpacked.toString()))
                .isEqualTo(new Ran(0, "", ""));
        assertThat(unpacked.resolve("lib/ext")).doesNotExist();
        assertThat(Ran.of(
                        unpacked.resolve("bin/kata-agent-ctl").toString(),
                        "connect",
                        "--server-address",
                        "sim:",
                        "-c",
                        "Check"))
                .isEqualTo(new Ran(0, SERVING, ""));
    }

    private static Ran connect(Endpoint endpoint, Path jdk, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = plus(List.of(COMMAND, "connect", "--server-address", endpoint.toString()), arguments);
        return Ran.of(Map.of("JAVA_HOME", jdk.toString()), command);
    }

    private static List<String> plus(List<String> head, String... tail) {
        return Stream.concat(head.stream(), Stream.of(tail)).toList();
    }

    private static void interrupt(Process process) throws IOException, InterruptedException {
        assertThat(Ran.of("kill", "-INT", Long.toString(process.pid())).code()).isZero();
    }

    private static void awaitLine(Process process, String line) throws IOException {
        // Not closed: that would close the process's stream.
        BufferedReader err =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        assertThat(err.readLine()).isEqualTo(line);
    }
}
