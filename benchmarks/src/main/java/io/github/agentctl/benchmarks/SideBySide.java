// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Java, Go and Rust in turn, within one run, against one server; a line per goal of docs/benchmarks.md. Arguments are
 * {@code name=path}: {@code go}, {@code rust} (the peers; absent where there is no toolchain), {@code java25} (a java of
 * JDK 25; may be absent), {@code command} (the distribution's launcher), {@code archive} (the distribution's tar.gz),
 * {@code toolchains} (what made the peers, in words).
 */
public final class SideBySide {
    private static final int ROUNDS = 5;
    private static final int MILLIS = 1000;
    private static final int WARM_UP_MILLIS = 4000;
    private static final int MANY = 64;
    private static final int MEBIBYTE = 1 << 20;

    private final Map<String, String> paths;
    private final Path folder;
    private final Rounds rounds = new Rounds();
    private final Path java17 = Path.of(System.getProperty("java.home"), "bin", "java");

    private SideBySide(Map<String, String> paths, Path folder) {
        this.paths = paths;
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, String> paths = new TreeMap<>();
        for (String argument : arguments) {
            int at = argument.indexOf('=');
            paths.put(argument.substring(0, at), argument.substring(at + 1));
        }
        if (!paths.containsKey("go")) {
            System.err.println("side-by-side needs the Go peer: install Go");
            System.exit(1);
        }
        Path folder = Files.createTempDirectory("agentctl-side");
        new SideBySide(paths, folder).all();
    }

    private void all() throws Exception {
        String machine = Machine.describe() + paths.getOrDefault("toolchains", "");
        System.out.println(machine);
        System.out.println(
                "servers: interop/go: peer serve --socket go.sock; interop/java: Peer serve --socket java.sock");
        System.out.println("Load: java -Xms512m -Xmx512m -XX:+UseParallelGC -cp ... " + Load.class.getName()
                + ", one for each kind of order, so that it stays warm and knows only that");
        Path goSocket = folder.resolve("go.sock");
        Path javaSocket = folder.resolve("java.sock");
        List<Program> servers = new ArrayList<>();
        try (Program client = Program.load(java17)) {
            servers.add(Program.serve(List.of(paths.get("go")), goSocket));
            servers.add(Program.serve(javaPeer(), javaSocket));
            clients(goSocket);
            servers(javaSocket, goSocket);
            latency(client, goSocket);
            for (int round = 0; round < ROUNDS; round++) {
                String order = goSocket + " idle 10000 0 0";
                Figures idle = client.ask(order);
                rounds.add("idle-heap", idle.get("heap-per-call"), load(order) + ", bytes a call");
                rounds.add("idle-threads", idle.get("threads"), load(order) + ", threads more");
            }
        } finally {
            servers.forEach(Program::close);
        }
        if (paths.containsKey("command")) {
            new StartUp(paths, folder, java17, rounds).measure();
        }
        new Goals(rounds).tell();
        Path written = Path.of("benchmarks", "target", "side-by-side");
        Files.createDirectories(written);
        SideTables tables = new SideTables(machine, rounds);
        Files.writeString(written.resolve("results.md"), tables.results());
        Files.writeString(written.resolve("summary.md"), tables.summary());
        System.out.println();
        System.out.println(tables.results());
        new SidePictures(rounds).write(written);
        System.out.println("written to " + written + ": results.md, summary.md, calls.svg, latency.svg, start-up.svg");
    }

    private void clients(Path server) throws Exception {
        try (Clients clients = new Clients(server, java17, paths.get("java25"))) {
            for (int round = 0; round < ROUNDS; round++) {
                java(clients, "bare", 1, 0);
                java(clients, "blocking", 1, 0);
                peer("go", server, "unary", 1);
                peer("rust", server, "unary", 1);
                java(clients, "async", MANY, 0);
                java(clients, "blocking", MANY, 0);
                if (clients.haveVirtualThreads()) {
                    java(clients, "virtual", MANY, 0);
                }
                peer("go", server, "unary", MANY);
                peer("rust", server, "unary", MANY);
                java(clients, "reply", 1, MEBIBYTE);
                peer("go", server, "reply", 1);
                peer("rust", server, "reply", 1);
                java(clients, "stream", 1, 1024);
                peer("go", server, "stream", 1);
                peer("rust", server, "stream", 1);
            }
        }
    }

    private void servers(Path java, Path go) throws Exception {
        // The Java server has not had a call yet.
        for (int parallel : new int[] {1, MANY}) {
            Program.run(calls(java, parallel, WARM_UP_MILLIS));
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int parallel : new int[] {1, MANY}) {
                List<String> toJava = calls(java, parallel, MILLIS);
                rounds.add("java-server-" + parallel, Program.run(toJava).get("calls/s"), text(toJava));
                List<String> toGo = calls(go, parallel, MILLIS);
                rounds.add("go-server-" + parallel, Program.run(toGo).get("calls/s"), text(toGo));
            }
        }
    }

    /** At half of what the slower of Java and Go can do, so that neither is flooded. */
    private void latency(Program client, Path server) throws Exception {
        int rate = (int) Math.min(rounds.median("go-unary-64"), rounds.median("java-async-64")) / 2;
        client.ask(server + " latency 1 " + rate + " " + WARM_UP_MILLIS);
        for (int round = 0; round < ROUNDS; round++) {
            String order = server + " latency 1 " + rate + " " + 2 * MILLIS;
            percentiles("java", client.ask(order), load(order));
            for (String language : List.of("go", "rust")) {
                if (paths.containsKey(language)) {
                    List<String> command =
                            bench(language, server, "latency", "--rate", rate, "--duration", 2 * MILLIS + "ms");
                    percentiles(language, Program.run(command), text(command));
                }
            }
        }
        rounds.add("latency-rate", rate, "half of the lower of java-async-64 and go-unary-64");
    }

    private void percentiles(String language, Figures figures, String how) {
        for (String percentile : List.of("p50", "p90", "p99", "p999")) {
            rounds.add(language + "-" + percentile + "-us", figures.get(percentile + "-us"), how);
        }
    }

    private void java(Clients clients, String mode, int inFlight, int size) throws IOException {
        String order = clients.order(mode, inFlight, size, MILLIS);
        Figures figures = clients.ask(mode, inFlight, size, MILLIS);
        String name = "java-" + mode + "-" + inFlight;
        String how = load(order);
        rounds.add(name, figures.get("rate"), how);
        rounds.add(name + "-cpu-us", figures.get("cpu-us"), how);
        rounds.add(name + "-allocated", figures.get("allocated"), how + ", bytes of the calling thread");
    }

    private void peer(String language, Path server, String mode, int parallel) throws Exception {
        if (!paths.containsKey(language)) {
            return;
        }
        List<String> command = bench(language, server, mode, "--parallel", parallel, "--duration", MILLIS + "ms");
        Figures figures = Program.run(command);
        String name = language + "-" + mode + "-" + parallel;
        rounds.add(name, figures.get(mode.equals("stream") ? "messages/s" : "calls/s"), text(command));
        rounds.add(name + "-cpu-us", figures.get("cpu-seconds") * 1e6 / figures.get("count"), text(command));
    }

    private List<String> calls(Path server, int parallel, int millis) {
        return bench("go", server, "unary", "--parallel", parallel, "--duration", millis + "ms");
    }

    private List<String> bench(String language, Path server, String mode, Object... options) {
        List<String> command = new ArrayList<>(
                List.of(paths.get(language), "call", "--socket", server.toString(), "bench", "--mode", mode));
        for (Object option : options) {
            command.add(option.toString());
        }
        return command;
    }

    private List<String> javaPeer() {
        return List.of(
                java17.toString(),
                "-Xms512m",
                "-Xmx512m",
                "-XX:+UseParallelGC",
                "-cp",
                System.getProperty("java.class.path"),
                "io.github.agentctl.interop.Peer");
    }

    /** An order to the Java client, as a command. */
    private static String load(String order) {
        return "echo '" + withoutFolder(order) + "' | Load";
    }

    /** The peers have one name in all languages; their folder tells which. */
    private String text(List<String> command) {
        String language = command.get(0).equals(paths.get("rust")) ? "rust" : "go";
        return "interop/" + language + ": "
                + String.join(
                        " ", command.stream().map(SideBySide::withoutFolder).toList());
    }

    private static String withoutFolder(String words) {
        return words.replaceAll("/\\S*/", "");
    }
}
