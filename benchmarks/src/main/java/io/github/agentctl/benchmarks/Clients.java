// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Java client, warmed up, for each kind of load: what the compiler learned of one must not count for another, as JMH
 * has it with its forks.
 */
final class Clients implements AutoCloseable {
    private static final int WARM_UP_MILLIS = 4000;

    private final Path server;
    private final Path java;
    private final @Nullable String newer;
    private final Map<String, Program> programs = new HashMap<>();

    /** @param newer a java that has virtual threads; null where there is none */
    Clients(Path server, Path java, @Nullable String newer) {
        this.server = server;
        this.java = java;
        this.newer = newer;
    }

    boolean haveVirtualThreads() {
        return newer != null;
    }

    String order(String mode, int inFlight, int size, int millis) {
        return server + " " + mode + " " + inFlight + " " + size + " " + millis;
    }

    Figures ask(String mode, int inFlight, int size, int millis) throws IOException {
        String kind = mode + " " + inFlight;
        Program program = programs.get(kind);
        if (program == null) {
            program = Program.load(mode.equals("virtual") && newer != null ? Path.of(newer) : java);
            programs.put(kind, program);
            program.ask(order(mode, inFlight, size, WARM_UP_MILLIS));
        }
        return program.ask(order(mode, inFlight, size, millis));
    }

    @Override
    public void close() {
        programs.values().forEach(Program::close);
    }
}
