// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A shell that takes command lines apart instead of running them. */
final class Shell {
    /** A word each, and an empty record after each command line. */
    private static final String DEFINITION =
            "kata-agent-ctl() { for word; do printf '%s\\0' \"=$word\"; done; printf '\\0'; }\n"
                    + "sudo() { \"$@\"; }\n";

    private Shell() {}

    /** The arguments of each {@code kata-agent-ctl} in a script, in order. */
    static List<List<String>> commandLines(String script, Map<String, String> variables)
            throws IOException, InterruptedException {
        // bash, because a function's name may have a hyphen there.
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", DEFINITION + script);
        builder.environment().putAll(variables);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("the shell ends with " + process.exitValue() + " on: " + script);
        }
        List<List<String>> lines = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (String word : output.split("\0", -1)) {
            if (word.startsWith("=")) {
                words.add(word.substring(1));
            } else if (!words.isEmpty()) {
                lines.add(List.copyOf(words));
                words.clear();
            }
        }
        return lines;
    }
}
