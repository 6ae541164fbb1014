// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A program at a terminal of 120 columns, by way of script(1): what it shows, and keys to press. */
final class PseudoTerminal implements AutoCloseable {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    private final Process process;
    private final OutputStream keys;
    private final StringBuilder shown = new StringBuilder();
    private boolean ended;
    private int seen;

    private PseudoTerminal(Process process) {
        this.process = process;
        this.keys = process.getOutputStream();
        Thread reader = new Thread(this::read, "pseudo-terminal");
        reader.setDaemon(true);
        reader.start();
    }

    /** Whether there is a script(1) that can do it. */
    static boolean isThere() {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "script")));
    }

    /** @param redirection what a shell is to add to the command, as {@code > file}; may be empty */
    static PseudoTerminal start(Map<String, String> environment, List<String> command, String redirection)
            throws IOException {
        String line = command.stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" ", "stty cols 120 rows 40; exec ", " " + redirection));
        ProcessBuilder builder = new ProcessBuilder("script", "-qec", line, "/dev/null");
        builder.environment().remove("NO_COLOR");
        builder.environment().remove("XDG_STATE_HOME");
        builder.environment().putAll(environment);
        return new PseudoTerminal(builder.redirectErrorStream(true).start());
    }

    void type(String text) throws IOException {
        keys.write(text.getBytes(StandardCharsets.UTF_8));
        keys.flush();
    }

    /** Waits for text behind the one that was waited for last; gives what is between the two, and the text. */
    synchronized String await(String text) throws InterruptedException {
        long limit = System.nanoTime() + PATIENCE;
        int at = shown.indexOf(text, seen);
        while (at < 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(limit - System.nanoTime());
            if (left <= 0 || ended) {
                throw new AssertionError("'" + text + "' is not shown, but: " + shown.substring(seen));
            }
            wait(left);
            at = shown.indexOf(text, seen);
        }
        int from = seen;
        seen = at + text.length();
        return shown.substring(from, seen);
    }

    /** Waits for the end; gives the exit code. */
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE, TimeUnit.NANOSECONDS)) {
            throw new AssertionError("still running: " + shown());
        }
        return process.exitValue();
    }

    synchronized String shown() {
        return shown.toString();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private void read() {
        byte[] buffer = new byte[4096];
        try (InputStream in = process.getInputStream()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            append("\n[" + e + "]\n");
        }
        synchronized (this) {
            ended = true;
            notifyAll();
        }
    }

    private synchronized void append(String text) {
        shown.append(text);
        notifyAll();
    }
}
