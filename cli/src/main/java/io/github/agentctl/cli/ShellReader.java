// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Widget;
import org.jline.terminal.Terminal;

/** How lines are edited in the shell. */
final class ShellReader {
    /** So many lines are kept, in memory and from run to run. */
    private static final int LINES = 1000;

    private ShellReader() {}

    static LineReader of(Terminal terminal, Environment environment, Log log) {
        LineReaderBuilder reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("kata-agent-ctl")
                .parser(new ShellParser())
                .completer(new ShellCompleter())
                .variable(LineReader.HISTORY_SIZE, LINES)
                .variable(LineReader.HISTORY_FILE_SIZE, LINES)
                .variable(LineReader.BELL_STYLE, "none")
                // Several lines are several commands.
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "agent> ")
                // In JSON ! is a letter.
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                // The completer has compared already.
                .option(LineReader.Option.COMPLETE_MATCHER_TYPO, false)
                .option(LineReader.Option.COMPLETE_MATCHER_CAMELCASE, false)
                .option(LineReader.Option.CASE_INSENSITIVE, true)
                .option(LineReader.Option.DISABLE_HIGHLIGHTER, !environment.isColoured());
        if (environment.isColoured()) {
            reader.highlighter(new ShellHighlighter());
        } else {
            for (String part : List.of(
                    LineReader.COMPLETION_STYLE_STARTING,
                    LineReader.COMPLETION_STYLE_DESCRIPTION,
                    LineReader.COMPLETION_STYLE_GROUP,
                    LineReader.COMPLETION_STYLE_LIST_STARTING,
                    LineReader.COMPLETION_STYLE_LIST_DESCRIPTION,
                    LineReader.COMPLETION_STYLE_LIST_GROUP)) {
                reader.variable(part, "bold");
            }
        }
        Path history = HistoryFile.of(environment.variables(), log);
        if (history != null) {
            reader.variable(LineReader.HISTORY_FILE, history);
        }
        LineReader built = reader.history(new ShellHistory(history, log)).build();
        ShellKeys.bind(built);
        runWhatIsPasted(built);
        return built;
    }

    /** What is pasted is as if it were typed: a line that ends is run, one that does not waits to be edited. */
    private static void runWhatIsPasted(LineReader reader) {
        Widget paste = Objects.requireNonNull(reader.getBuiltinWidgets().get(LineReader.BEGIN_PASTE));
        reader.getWidgets().put(LineReader.BEGIN_PASTE, () -> {
            boolean done = paste.apply();
            if (reader.getBuffer().toString().endsWith("\n")) {
                reader.callWidget(LineReader.ACCEPT_LINE);
            }
            return done;
        });
    }
}
