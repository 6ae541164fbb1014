// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another process: a server that says when it is ready, or a client that answers orders. */
final class Program implements AutoCloseable {
    private final Process process;
    private final BufferedReader said;
    private final PrintStream told;

    private Program(List<String> command) throws IOException {
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        told = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /** A server, when it is ready. */
    static Program serve(List<String> peer, Path socket) throws IOException {
        List<String> command = new ArrayList<>(peer);
        command.addAll(List.of("serve", "--socket", socket.toString()));
        Program server = new Program(command);
        String first = server.said.readLine();
        if (!"ready".equals(first)) {
            throw new IOException(command + " said " + first + " and not that it is ready");
        }
        return server;
    }

    /** A warm Java client. */
    static Program load(Path java) throws IOException {
        return new Program(List.of(
                java.toString(),
                "-Xms512m",
                "-Xmx512m",
                "-XX:+UseParallelGC",
                "-cp",
                System.getProperty("java.class.path"),
                Load.class.getName()));
    }

    /** What the program answers to a line. */
    Figures ask(String order) throws IOException {
        told.println(order);
        String line = said.readLine();
        if (line == null) {
            throw new IOException("the client ended at the order: " + order);
        }
        return Figures.parse(line);
    }

    /** What a program that ends by itself says at last. */
    static Figures run(List<String> command) throws IOException, InterruptedException {
        Program program = new Program(command);
        String last = "";
        for (String line = program.said.readLine(); line != null; line = program.said.readLine()) {
            last = line;
        }
        if (program.process.waitFor() != 0) {
            throw new IOException(command + " failed: " + last);
        }
        return Figures.parse(last);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
