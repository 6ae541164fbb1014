// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.codec.LocalText;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Where commands of the command line come from. */
sealed interface CommandSource extends Comparable<CommandSource> {
    /** Which of the sources it is, counted in the order of the command line. */
    int order();

    /** In that order. */
    @Override
    default int compareTo(CommandSource other) {
        return Integer.compare(order(), other.order());
    }

    /**
     * A value of {@code -c}.
     *
     * @param text one command
     */
    record Inline(int order, String text) implements CommandSource {}

    /**
     * A value of {@code --file}: one command a line, but for empty lines and those that begin with {@code #}.
     *
     * @param path of the file; {@code -} is standard input
     */
    record File(int order, String path) implements CommandSource {
        boolean isStandardInput() {
            return path.equals("-");
        }

        /** @throws io.github.agentctl.api.SpecificationException when the file cannot be read */
        List<Command> read(InputStream stdin) {
            String text = LocalText.read(path, stdin);
            String name = isStandardInput() ? "standard input" : path;
            List<Command> commands = new ArrayList<>();
            int number = 0;
            for (String line : text.startsWith("\ufeff") ? text.substring(1).split("\\R", -1) : text.split("\\R", -1)) {
                number++;
                Command command = Command.of(line);
                if (!command.isEmpty() && !command.isComment()) {
                    commands.add(command.at(name + ", line " + number));
                }
            }
            return commands;
        }
    }
}
