// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Java, Go and Rust in turn, within one run, against one server; a line per goal of docs/benchmarks.md. Arguments are
 * {@code name=path}: {@code go}, {@code rust} (the peers; absent where there is no toolchain), {@code java25} (a java of
 * JDK 25; may be absent), {@code command} (the distribution's launcher), {@code archive} (the distribution's tar.gz).
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
        System.out.println(Machine.describe());
        Path goSocket = folder.resolve("go.sock");
        Path javaSocket = folder.resolve("java.sock");
        List<Program> servers = new ArrayList<>();
        try (Program client = Program.load(java17)) {
            servers.add(Program.serve(List.of(paths.get("go")), goSocket));
            servers.add(Program.serve(javaPeer(), javaSocket));
            clients(client, goSocket);
            servers(javaSocket, goSocket);
            latency(client, goSocket);
            Figures idle = client.ask(goSocket + " idle 10000 0 0");
            rounds.add("idle-heap", idle.get("heap-per-call"), "Load idle: 10,000 open calls");
            rounds.add("idle-threads", idle.get("threads"), "Load idle: 10,000 open calls");
        } finally {
            servers.forEach(Program::close);
        }
        commands();
        archive();
        goals();
    }

    private void clients(Program client, Path server) throws Exception {
        Program newer = paths.containsKey("java25") ? Program.load(Path.of(paths.get("java25"))) : null;
        try {
            for (String mode : List.of(
                    "bare 1 0",
                    "blocking 1 0",
                    "async 64 0",
                    "blocking 64 0",
                    "reply 1 " + MEBIBYTE,
                    "stream 1 1024")) {
                client.ask(server + " " + mode + " " + WARM_UP_MILLIS);
            }
            if (newer != null) {
                newer.ask(server + " virtual 64 0 " + 2 * WARM_UP_MILLIS);
            }
            for (int round = 0; round < ROUNDS; round++) {
                java(client, server, "bare", 1, 0);
                java(client, server, "blocking", 1, 0);
                peer("go", server, "unary", 1);
                peer("rust", server, "unary", 1);
                java(client, server, "async", MANY, 0);
                java(client, server, "blocking", MANY, 0);
                if (newer != null) {
                    java(newer, server, "virtual", MANY, 0);
                }
                peer("go", server, "unary", MANY);
                java(client, server, "reply", 1, MEBIBYTE);
                peer("go", server, "reply", 1);
                java(client, server, "stream", 1, 1024);
                peer("go", server, "stream", 1);
            }
        } finally {
            if (newer != null) {
                newer.close();
            }
        }
    }

    private void servers(Path java, Path go) throws Exception {
        // The Java server has not had a call yet.
        for (int parallel : new int[] {1, MANY}) {
            Program.run(bench("go", java, "unary", parallel, WARM_UP_MILLIS));
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int parallel : new int[] {1, MANY}) {
                List<String> toJava = bench("go", java, "unary", parallel, MILLIS);
                rounds.add("java-server-" + parallel, Program.run(toJava).get("calls/s"), text(toJava));
                List<String> toGo = bench("go", go, "unary", parallel, MILLIS);
                rounds.add("go-server-" + parallel, Program.run(toGo).get("calls/s"), text(toGo));
            }
        }
    }

    /** At half of what the slower client can do, so that neither is flooded. */
    private void latency(Program client, Path server) throws Exception {
        int rate = (int) Math.min(rounds.median("go-unary-64"), rounds.median("java-async-64")) / 2;
        client.ask(server + " latency 1 " + rate + " " + WARM_UP_MILLIS);
        for (int round = 0; round < ROUNDS; round++) {
            String order = server + " latency 1 " + rate + " " + 2 * MILLIS;
            Figures java = client.ask(order);
            rounds.add("java-p50-us", java.get("p50-us"), "Load latency at " + rate + " calls/s");
            rounds.add("java-p99-us", java.get("p99-us"), "Load latency at " + rate + " calls/s");
            List<String> go = List.of(
                    paths.get("go"),
                    "call",
                    "--socket",
                    server.toString(),
                    "bench",
                    "--mode",
                    "latency",
                    "--rate",
                    String.valueOf(rate),
                    "--duration",
                    "2s");
            Figures theirs = Program.run(go);
            rounds.add("go-p50-us", theirs.get("p50-us"), text(go));
            rounds.add("go-p99-us", theirs.get("p99-us"), text(go));
        }
    }

    private void commands() throws Exception {
        Path hello = Hello.compiledTo(folder);
        Path socket = folder.resolve("check.sock");
        List<String> agent = List.of(paths.get("command"), "simulate", "--listen", "unix://" + socket);
        ProcessBuilder simulator = new ProcessBuilder(agent)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        simulator.environment().put("KATA_AGENT_CTL_CACHE", "off");
        Process simulate = simulator.start();
        try {
            for (int wait = 0; !Files.exists(socket) && wait < 200; wait++) {
                Thread.sleep(50);
            }
            List<String> check =
                    List.of(paths.get("command"), "connect", "--server-address", "unix://" + socket, "-c", "Check");
            command("17", java17, hello, check);
            if (paths.containsKey("java25")) {
                command("25", Path.of(paths.get("java25")), hello, check);
            }
        } finally {
            simulate.destroy();
            simulate.waitFor();
        }
    }

    /** Jars are compressed: what those of the gRPC wire take alone they take in the archive. */
    private void archive() throws IOException {
        if (!paths.containsKey("archive")) {
            return;
        }
        Path archive = Path.of(paths.get("archive"));
        Path wire = Path.of(paths.get("command")).resolveSibling("../lib/grpc");
        long grpc;
        try (Stream<Path> jars = Files.list(wire)) {
            grpc = jars.mapToLong(jar -> jar.toFile().length()).sum();
        }
        double size = Files.size(archive);
        rounds.add("archive-mib", size / MEBIBYTE, "size of " + archive.getFileName());
        rounds.add("archive-without-grpc-mib", (size - grpc) / MEBIBYTE, "the same, less that of lib/grpc");
    }

    private void command(String jdk, Path java, Path hello, List<String> check) throws Exception {
        String home = java.getParent().getParent().toString();
        List<String> cache = List.of("JAVA_HOME=" + home, "XDG_CACHE_HOME=" + folder);
        List<String> checkLine = measured(cache, check);
        List<String> helloLine = measured(cache, List.of(java.toString(), "-cp", hello.toString(), "Hello"));
        // The first run has made what later ones use, before it is over; otherwise that is made beside it.
        Program.run(measured(List.of(cache.get(0), cache.get(1), "KATA_AGENT_CTL_CACHE=now"), check));
        Program.run(helloLine);
        for (int round = 0; round < 2 * ROUNDS + 1; round++) {
            Figures one = Program.run(checkLine);
            rounds.add("check-ms-" + jdk, one.get("wall-ms"), "kata-agent-ctl connect ... -c Check, JDK " + jdk);
            rounds.add("check-mib-" + jdk, one.get("peak-kib") / 1024, "the same, peak resident memory");
            rounds.add("hello-ms-" + jdk, Program.run(helloLine).get("wall-ms"), "java Hello, JDK " + jdk);
        }
    }

    private List<String> measured(List<String> variables, List<String> command) {
        List<String> line = new ArrayList<>(List.of("env"));
        line.addAll(variables);
        line.addAll(List.of(paths.get("go"), "measure"));
        line.addAll(command);
        return line;
    }

    private void goals() throws IOException {
        rounds.ratio("one-call-to-bare-socket", "java-blocking-1", "java-bare-1", ">=", 0.90);
        rounds.ratio("one-call-to-go", "java-blocking-1", "go-unary-1", ">=", 1.05);
        rounds.ratio("one-call-to-rust", "java-blocking-1", "rust-unary-1", ">=", 1.3);
        rounds.ratio("cpu-of-a-call-to-go", "java-blocking-1-cpu-us", "go-unary-1-cpu-us", "<=", 1.0);
        rounds.ratio("64-async-to-go", "java-async-64", "go-unary-64", ">=", 1.25);
        rounds.ratio("64-threads-to-go", "java-blocking-64", "go-unary-64", ">=", 0.9);
        rounds.ratio("64-virtual-threads-to-go", "java-virtual-64", "go-unary-64", ">=", 1.1);
        rounds.ratio("server-1-to-go", "java-server-1", "go-server-1", ">=", 1.0);
        rounds.ratio("server-64-to-go", "java-server-64", "go-server-64", ">=", 1.2);
        rounds.ratio("replies-of-1-mib-to-go", "java-reply-1", "go-reply-1", ">=", 1.0);
        rounds.ratio("streamed-1-kib-to-go", "java-stream-1", "go-stream-1", ">=", 1.0);
        rounds.limit("bytes-allocated-a-call", "java-blocking-1-allocated", "<=", 1024);
        rounds.limit("heap-of-an-idle-call", "idle-heap", "<=", 1024);
        rounds.limit("threads-of-10000-idle-calls", "idle-threads", "<=", 2);
        rounds.ratio("p99-to-go", "java-p99-us", "go-p99-us", "<=", 1.0);
        rounds.ratio("command-to-hello-jdk25", "check-ms-25", "hello-ms-25", "<=", 2.5);
        rounds.ratio("command-to-hello-jdk17", "check-ms-17", "hello-ms-17", "<=", 3.5);
        rounds.limit("command-peak-mib-jdk17", "check-mib-17", "<=", 70);
        rounds.limit("command-peak-mib-jdk25", "check-mib-25", "<=", 70);
        rounds.limit("archive-without-grpc-mib", "archive-without-grpc-mib", "<=", 15);
        rounds.limit("archive-mib", "archive-mib", "<=", 21);
        System.out.println();
        System.out.println(rounds.markdown());
        Path pictures = Path.of("benchmarks", "target", "side-by-side");
        new SidePictures(rounds).write(pictures);
        System.out.println("pictures: calls.svg, latency.svg and start-up.svg in " + pictures);
    }

    private void java(Program client, Path server, String mode, int inFlight, int size) throws IOException {
        Figures figures = client.ask(server + " " + mode + " " + inFlight + " " + size + " " + MILLIS);
        String name = "java-" + mode + "-" + inFlight;
        String how = "Load " + mode + ", " + inFlight + " in flight";
        rounds.add(name, figures.get("rate"), how);
        rounds.add(name + "-cpu-us", figures.get("cpu-us"), how);
        rounds.add(name + "-allocated", figures.get("allocated"), how + ", bytes of the calling thread");
    }

    private void peer(String language, Path server, String mode, int parallel) throws Exception {
        if (!paths.containsKey(language)) {
            return;
        }
        List<String> command = bench(language, server, mode, parallel, MILLIS);
        Figures figures = Program.run(command);
        String name = language + "-" + mode + "-" + parallel;
        rounds.add(name, figures.get(mode.equals("stream") ? "messages/s" : "calls/s"), text(command));
        rounds.add(name + "-cpu-us", figures.get("cpu-seconds") * 1e6 / figures.get("count"), text(command));
    }

    private List<String> bench(String language, Path server, String mode, int parallel, int millis) {
        return List.of(
                paths.get(language),
                "call",
                "--socket",
                server.toString(),
                "bench",
                "--mode",
                mode,
                "--parallel",
                String.valueOf(parallel),
                "--duration",
                millis + "ms");
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

    /** Without the paths of this machine. */
    private static String text(List<String> command) {
        return String.join(
                " ", command.stream().map(word -> word.replaceAll(".*/", "")).toList());
    }
}
