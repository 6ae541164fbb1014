// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The distribution's command as a whole, second run, and in parts: less of it each time, down to a JVM that says hello.
 * Once with the archive of classes that its first run makes, once without; by each JDK.
 *
 * @param paths those of {@link SideBySide}
 */
record StartUp(Map<String, String> paths, Path folder, Path java17, Rounds rounds) {
    /** What figures of runs without an archive have behind their names. */
    static final String BARE = "-no-archive";

    private static final int ROUNDS = 11;
    private static final double MEBIBYTE = 1 << 20;

    void measure() throws IOException, InterruptedException {
        Path hello = Hello.compiledTo(folder);
        Path socket = folder.resolve("check.sock");
        Process agent = simulate(socket, List.of("KATA_AGENT_CTL_CACHE=off"));
        try {
            by("17", java17, hello, socket);
            if (paths.containsKey("java25")) {
                by("25", Path.of(paths.get("java25")), hello, socket);
            }
        } finally {
            agent.destroy();
            agent.waitFor();
        }
        archive();
    }

    private void by(String jdk, Path java, Path hello, Path socket) throws IOException, InterruptedException {
        String home = java.getParent().getParent().toString();
        List<String> kept = List.of("JAVA_HOME=" + home, "XDG_CACHE_HOME=" + folder, "KATA_AGENT_CTL_CACHE=now");
        List<String> bare = List.of(kept.get(0), kept.get(1), "KATA_AGENT_CTL_CACHE=off");
        List<String> helloLine = List.of(java.toString(), "-cp", hello.toString(), "Hello");
        List<String> keptJava = jvm(kept);
        List<String> bareJava = jvm(bare);
        for (int round = 0; round < ROUNDS; round++) {
            Figures whole = run(kept, check(List.of(paths.get("command")), socket));
            rounds.add("check-mib-" + jdk, whole.get("peak-kib") / 1024, "peak resident memory of the same");
            wall("check", jdk, whole, "kata-agent-ctl connect --server-address unix://check.sock -c Check");
            wall("hello", jdk, run(kept, helloLine), "java -cp . Hello");
            parts(jdk, kept, keptJava, socket);
            wall("check", jdk + BARE, run(bare, check(List.of(paths.get("command")), socket)), "the same, no archive");
            parts(jdk + BARE, bare, bareJava, socket);
        }
    }

    /** What the launcher starts, without the launcher; and that without a connection. */
    private void parts(String how, List<String> variables, List<String> java, Path socket)
            throws IOException, InterruptedException {
        wall("java", how, run(variables, check(java, socket)), "what the launcher starts, by itself");
        List<String> dry = new ArrayList<>(java);
        dry.addAll(List.of("connect", "--dry-run", "-c", "Check"));
        wall("dry", how, run(variables, dry), "the same with --dry-run and no address");
    }

    private void wall(String what, String how, Figures figures, String command) {
        rounds.add(what + "-ms-" + how, figures.get("wall-ms"), command + ", JDK " + how.substring(0, 2));
    }

    private static List<String> check(List<String> command, Path socket) {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of("connect", "--server-address", "unix://" + socket, "-c", "Check"));
        return line;
    }

    private Figures run(List<String> variables, List<String> command) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("env"));
        line.addAll(variables);
        line.addAll(List.of(paths.get("go"), "measure"));
        line.addAll(command);
        return Program.run(line);
    }

    /** The JVM and its options as the launcher starts it, up to the name of the class; makes the archive, if so told. */
    private List<String> jvm(List<String> variables) throws IOException, InterruptedException {
        Process running = simulate(folder.resolve("jvm.sock"), variables);
        try {
            // The launcher has become the JVM.
            String line = Files.readString(Path.of("/proc", String.valueOf(running.pid()), "cmdline"));
            List<String> words = Arrays.asList(line.split("\0", -1));
            return words.subList(0, words.indexOf("simulate"));
        } finally {
            running.destroy();
            running.waitFor();
        }
    }

    private Process simulate(Path socket, List<String> variables) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("env"));
        line.addAll(variables);
        line.addAll(List.of(paths.get("command"), "simulate", "--listen", "unix://" + socket));
        Process process = new ProcessBuilder(line)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        for (String told = said.readLine(); told != null; told = said.readLine()) {
            if (told.contains("listening")) {
                return process;
            }
        }
        throw new IOException("simulate ended with " + process.waitFor() + " and did not listen");
    }

    /** Jars are compressed: what those of the gRPC wire take alone they take in the archive. */
    private void archive() throws IOException {
        Path archive = Path.of(paths.get("archive"));
        Path wire = Path.of(paths.get("command")).resolveSibling("../lib/grpc");
        long grpc;
        try (Stream<Path> jars = Files.list(wire)) {
            grpc = jars.mapToLong(jar -> jar.toFile().length()).sum();
        }
        double size = Files.size(archive);
        rounds.add("archive-mib", size / MEBIBYTE, "stat -c %s " + archive.getFileName());
        rounds.add("archive-without-grpc-mib", (size - grpc) / MEBIBYTE, "the same, less the jars of lib/grpc");
    }
}
