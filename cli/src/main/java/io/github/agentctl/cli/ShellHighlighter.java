// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.codec.Catalogue;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Shows whether the name of a command is one, while it is typed; and comments as what they are. */
final class ShellHighlighter implements Highlighter {
    private static final AttributedStyle KNOWN = AttributedStyle.BOLD.foreground(AttributedStyle.GREEN);
    private static final AttributedStyle UNKNOWN = AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);
    private static final AttributedStyle COMMENT = AttributedStyle.DEFAULT.faint();

    @Override
    public AttributedString highlight(LineReader reader, String text) {
        AttributedStringBuilder highlighted = new AttributedStringBuilder();
        String end = "";
        for (String line : text.split("\n", -1)) {
            highlighted.append(end).append(highlight(line));
            end = "\n";
        }
        return highlighted.toAttributedString();
    }

    private static AttributedString highlight(String line) {
        Command command = Command.of(line);
        if (command.isComment()) {
            return new AttributedString(line, COMMENT);
        }
        int start = line.length() - line.stripLeading().length();
        int end = Math.min(start + command.name().length(), line.length());
        return new AttributedStringBuilder()
                .append(line.substring(0, start))
                .append(line.substring(start, end), style(command.name(), end == line.length()))
                .append(line.substring(end))
                .toAttributedString();
    }

    private static AttributedStyle style(String name, boolean isBeingTyped) {
        if (Builtin.find(name).isPresent() || Catalogue.find(name).isPresent()) {
            return KNOWN;
        }
        return isBeingTyped ? AttributedStyle.DEFAULT : UNKNOWN;
    }
}
