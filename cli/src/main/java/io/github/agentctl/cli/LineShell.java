// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/**
 * Commands from a terminal, with editing, history and completion. What is typed goes to the terminal by standard error;
 * standard output is for replies here as well.
 *
 * <p>JLine is loaded with this class and not before: no other run pays for it.
 */
final class LineShell {
    private static final String PROMPT = "agent> ";
    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[0m";

    /** Kept, since the JDK forgets a logger and its level that nobody holds. */
    private static final Logger JLINE = Logger.getLogger("org.jline");

    private final Terminal terminal;
    private final LineReader reader;
    private final boolean coloured;
    private final Session session;
    private final ErrorPresenter errors;
    private final RunningCommand running = new RunningCommand();

    private LineShell(Terminal terminal, LineReader reader, boolean coloured, Session session, ErrorPresenter errors) {
        this.terminal = terminal;
        this.reader = reader;
        this.coloured = coloured;
        this.session = session;
        this.errors = errors;
    }

    /**
     * Runs what is typed, to Ctrl-D or quit.
     *
     * @return false where the terminal cannot be used so, and nothing was read
     */
    static boolean run(Environment environment, Session session, ErrorPresenter errors, Log log) {
        // What it says of a history it repairs would go to the terminal in a form of its own.
        JLINE.setLevel(Level.OFF);
        try (Terminal terminal = terminal(environment)) {
            LineReader reader = ShellReader.of(terminal, environment, log);
            new LineShell(terminal, reader, environment.isColoured(), session, errors).run();
            return true;
        } catch (IOException | IllegalStateException e) {
            log.debug("lines are not edited here: " + e.getMessage());
            return false;
        }
    }

    /** By way of stty(1): without native code there is nothing to unpack, and nothing that a newer JVM warns of. */
    private static Terminal terminal(Environment environment) throws IOException {
        Terminal terminal = TerminalBuilder.builder()
                .system(true)
                .systemOutput(TerminalBuilder.SystemOutput.SysErr)
                .provider(TerminalBuilder.PROP_PROVIDER_EXEC)
                .type(environment.variables().get("TERM"))
                .encoding(StandardCharsets.UTF_8)
                .graphemeCluster(false)
                .dumb(false)
                .build();
        if (terminal.getColumns() <= 0 || terminal.getRows() <= 0) {
            // A serial console, or a pseudo-terminal that nobody has given a size: JLine would draw nothing.
            terminal.setSize(Size.of(80, 24));
        }
        return terminal;
    }

    private void run() {
        String prompt = coloured
                ? new AttributedString(PROMPT, AttributedStyle.BOLD.foreground(AttributedStyle.CYAN)).toAnsi(terminal)
                : PROMPT;
        // From here on, and not only while a command runs: in between, too, Ctrl-C must not end the process.
        terminal.handle(Terminal.Signal.INT, signal -> running.interrupt());
        while (!session.hasEnded()) {
            try {
                run(reader.readLine(prompt).lines().map(Command::of).toList());
            } catch (UserInterruptException e) {
                // Ctrl-C at the prompt takes back what is typed.
            } catch (EndOfFileException e) {
                return;
            }
        }
    }

    /** Runs what is typed, or pasted: a line each. Ctrl-C ends the one that runs, and takes back those behind it. */
    private void run(List<Command> commands) {
        for (Command command : commands) {
            if (session.hasEnded() || (!command.isEmpty() && !command.isComment() && !run(command))) {
                return;
            }
        }
    }

    /** Whatever becomes of it, the shell goes on, unless nobody takes its replies; false after Ctrl-C. */
    private boolean run(Command command) {
        try {
            if (!running.run(() -> session.run(command))) {
                endLine();
                return false;
            }
        } catch (OutputException e) {
            throw e;
        } catch (RuntimeException e) {
            present(e);
        }
        return true;
    }

    /** The terminal has written ^C somewhere. */
    private void endLine() {
        PrintWriter writer = terminal.writer();
        writer.println();
        writer.flush();
    }

    private void present(RuntimeException failure) {
        paint(RED);
        errors.present(failure);
        paint(PLAIN);
    }

    /** Around what is said, not within it: that goes through a filter that lets no colours of an agent's pass. */
    private void paint(String escape) {
        if (coloured) {
            PrintWriter writer = terminal.writer();
            writer.print(escape);
            writer.flush();
        }
    }
}
