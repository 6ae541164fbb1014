// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.interop;

import java.lang.management.ManagementFactory;
import java.util.List;

/** The Java side of the interoperability matrix: a server and a client. {@code interop/README.md} is its manual. */
public final class Peer {
    private static final String USAGE = """
            usage: peer serve --socket PATH [--grace 5s] [--record FILE]
                   peer call --socket PATH [--server java|go|rust] [--count N] [--parallel N] [--timeout 60s] CASE...
                   peer call --socket PATH bench [--mode unary|stream|reply] [--parallel N] [--duration 5s] [--size BYTES]
                   peer cases""";

    private Peer() {}

    public static void main(String[] arguments) throws Exception {
        try {
            List<String> given = List.of(arguments);
            String command = given.isEmpty() ? "" : given.get(0);
            List<String> rest = given.isEmpty() ? given : given.subList(1, given.size());
            switch (command) {
                case "serve" -> new Serve(rest).run();
                case "call" -> System.exit(new Caller(rest).run());
                case "cases" -> Cases.ALL.forEach(one -> System.out.println(one.name()));
                default -> throw new Arguments.MisusedException("no such command: " + command);
            }
        } catch (Arguments.MisusedException e) {
            System.err.println("peer: " + e.getMessage() + "\n" + USAGE);
            System.exit(2);
        }
    }

    /** The time that this process has had of the processors. */
    static double cpuSeconds() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime() / 1e9;
    }
}
