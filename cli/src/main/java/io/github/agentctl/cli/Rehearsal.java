// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What the launcher runs once to have the JVM write down which classes a run takes: the usual calls, to an embedded agent
 * behind a socket of its own. It reaches nobody else, so that nothing a guest says gets into the archive.
 */
public final class Rehearsal {
    private Rehearsal() {}

    /**
     * Ends the process; its exit code is that of the calls.
     *
     * @param arguments the path of a socket that is not there yet
     */
    public static void main(String[] arguments) {
        String address = "unix://" + arguments[0];
        Thread agent = new Thread(() -> run("simulate", "--listen", address), "rehearsal-agent");
        agent.setDaemon(true);
        agent.start();
        run(
                "connect",
                "--dry-run",
                "-c",
                "UpdateInterface json://{\"interface\": {\"name\": \"eth0\", \"mtu\": 1500}}");
        Main.main(new String[] {
            "connect",
            "--server-address",
            address,
            // Failures are told, too.
            "--ignore-errors",
            "--timeout=5s",
            "-c",
            "Check",
            "GetGuestDetails mem_block_size=true",
            "StatsContainer cid=none",
            "CreateContainer id=none",
            "ListInterfaces"
        });
    }

    private static void run(String... arguments) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        Environment environment = new Environment(
                new ByteArrayInputStream(new byte[0]),
                nowhere,
                nowhere,
                Map.of(),
                Descriptor.OTHER,
                Descriptor.OTHER,
                Descriptor.OTHER);
        int code = Main.run(List.of(arguments), environment);
        if (code != ExitCode.OK) {
            System.exit(code);
        }
    }
}
