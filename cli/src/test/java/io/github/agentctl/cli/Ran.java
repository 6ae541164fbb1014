// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A process that ran: its exit code, and what it wrote. */
record Ran(int code, String out, String err) {
    static Ran of(Map<String, String> environment, List<String> command) throws IOException, InterruptedException {
        return of(start(environment, command));
    }

    static Ran of(String... command) throws IOException, InterruptedException {
        return of(Map.of(), Arrays.asList(command));
    }

    /** Standard input is empty. Variables that are empty are unset. */
    static Process start(Map<String, String> environment, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        environment.forEach((name, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    static Ran of(Process process) throws InterruptedException {
        CompletableFuture<String> out = read(process.getInputStream());
        CompletableFuture<String> err = read(process.getErrorStream());
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running after a minute: " + process.info());
        }
        return new Ran(process.exitValue(), out.join(), err.join());
    }

    /** What a build has assembled. */
    static Path distribution() {
        return Path.of("target/kata-agent-ctl-" + System.getProperty("project.version"))
                .toAbsolutePath();
    }

    private static CompletableFuture<String> read(InputStream stream) {
        return CompletableFuture.supplyAsync(() -> {
            try (stream) {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
