// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the {@code console} blocks of a page in Markdown say: what is typed, and what comes back. */
final class ConsolePage {
    private final List<Step> steps = new ArrayList<>();

    private ConsolePage() {}

    /** A line goes on after a backslash, and with the {@code "> "} that a shell asks with. */
    static List<Step> steps(Path markdown) throws IOException {
        ConsolePage page = new ConsolePage();
        boolean inside = false;
        for (String line : Files.readAllLines(markdown)) {
            if (line.startsWith("```")) {
                inside = line.equals("```console");
            } else if (inside) {
                page.add(line);
            }
        }
        return page.steps;
    }

    private void add(String line) {
        if (line.startsWith("$ ")) {
            steps.add(new Step(line.substring(2), List.of()));
            return;
        }
        Step last = steps.remove(steps.size() - 1);
        boolean goesOn = last.shown().isEmpty() && (last.command().endsWith("\\") || line.startsWith("> "));
        steps.add(goesOn ? last.typed(line) : last.shown(line));
    }

    /**
     * A command and what it shows.
     *
     * @param shown lines; {@code ...} stands for anything in a line, and alone for any lines
     */
    record Step(String command, List<String> shown) {
        private Step typed(String line) {
            return new Step(command + "\n" + (line.startsWith("> ") ? line.substring(2) : line), shown);
        }

        private Step shown(String line) {
            List<String> longer = new ArrayList<>(shown);
            longer.add(line);
            return new Step(command, List.copyOf(longer));
        }

        /** What comes back, with an end of line after each line. */
        Pattern pattern() {
            return Pattern.compile(shown.stream()
                    .map(line -> line.equals("...")
                            ? "(?:[^\n]*\n)*"
                            : Arrays.stream(line.split("\\.\\.\\.", -1))
                                            .map(Pattern::quote)
                                            .collect(Collectors.joining("[^\n]*"))
                                    + "\n")
                    .collect(Collectors.joining()));
        }
    }
}
