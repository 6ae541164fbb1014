// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tutorial, typed into one shell from its first command to its last; all that it shows is true. */
class TutorialIT {
    private static final String ADDRESS = "unix://@/tmp/foo.socket";

    /** No page says this. */
    private static final String END = "--- ended";

    /** Behind a command; its exit code stays. */
    private static final String SAY_END = "\n{ code=$?; printf '\\n" + END + "\\n'; (exit $code); }\n";

    @Test
    void tutorialShowsWhatComesBack(@TempDir Path folder) throws Exception {
        // Its own address: others may run the same at the same time.
        String own = "unix://@page-" + UUID.randomUUID();
        List<ConsolePage.Step> steps = ConsolePage.steps(Path.of("../docs/tutorial.md"));
        assertThat(steps).hasSizeGreaterThan(20);
        Process shell = shell(folder);
        try (Writer keys = shell.outputWriter(StandardCharsets.UTF_8)) {
            BufferedReader terminal =
                    new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8));
            for (ConsolePage.Step step : steps) {
                keys.write(step.command().replace(ADDRESS, own) + SAY_END);
                keys.flush();
                assertThat(output(terminal, step).replace(own, ADDRESS))
                        .as(step.command())
                        .matches(step.pattern());
            }
        } finally {
            shell.descendants().forEach(ProcessHandle::destroyForcibly);
            shell.destroyForcibly();
        }
    }

    private static String output(BufferedReader terminal, ConsolePage.Step step) throws IOException {
        StringBuilder output = new StringBuilder();
        for (String line = terminal.readLine(); line != null; line = terminal.readLine()) {
            if (line.equals(END)) {
                // The end of line before it is of the mark, not of the command.
                output.setLength(output.length() - 1);
                return output.toString();
            }
            output.append(line).append('\n');
        }
        return fail("the shell has ended in: " + step.command() + "\n" + output);
    }

    /** Ends by itself after two minutes, with all that it has started. */
    private static Process shell(Path folder) throws IOException {
        ProcessBuilder shell = new ProcessBuilder("timeout", "--kill-after=5", "120", "bash", "--norc")
                .directory(folder.toFile())
                .redirectErrorStream(true);
        shell.environment().put("PATH", Ran.distribution().resolve("bin") + ":" + System.getenv("PATH"));
        shell.environment().remove("KATA_AGENT_CTL_SERVER_ADDRESS");
        return shell.start();
    }
}
