// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shell in a pseudo-terminal, for the tests of it; each has a home directory of its own. */
@Timeout(180)
abstract class ShellOnATerminal {
    static final String PROMPT = "agent> ";
    static final String CTRL_C = "\u0003";
    static final String CTRL_D = "\u0004";
    /** What is shown when the line is taken, before the command runs. */
    static final String RUNS = "\u001b[?2004l";

    static final String UP = "\u001bOA";

    @TempDir
    Path home;

    @BeforeAll
    static void needsATerminal() {
        if (!PseudoTerminal.isThere()) {
            System.err.println("note: no script(1); the shell is not tested (it is in the package bsdutils)");
        }
        Assumptions.assumeTrue(PseudoTerminal.isThere(), "no script(1) on the PATH");
    }

    static String command() {
        return Ran.distribution().resolve("bin/kata-agent-ctl").toString();
    }

    PseudoTerminal start(Map<String, String> environment, String... options) throws IOException {
        return start("sim:", environment, "", options);
    }

    PseudoTerminal start(String address, Map<String, String> more, String redirection, String... options)
            throws IOException {
        Map<String, String> environment = new HashMap<>(Map.of("TERM", "xterm-256color", "HOME", home.toString()));
        environment.putAll(more);
        List<String> command = new ArrayList<>(List.of(command(), "connect", "--server-address", address, "-i"));
        command.addAll(List.of(options));
        return PseudoTerminal.start(environment, command, redirection);
    }
}
