// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code sh}: a script with {@code -c}, or lines from its standard input, with a prompt on a terminal. */
final class Shell {
    private static final int NOT_FOUND = 127;
    private static final int SYNTAX_ERROR = 2;
    /** A longer line is cut: it would only fill the memory. */
    private static final int LONGEST_LINE = 1 << 20;

    /** What the words of a command may hold together (execve(2), "Limits on size of arguments and environment"). */
    private static final int LONGEST_COMMAND = 2 << 20;

    private final Program.Context context;
    private int status;
    private boolean exited;

    private Shell(Program.Context context) {
        this.context = context;
    }

    static int run(Program.Context context, List<String> arguments) throws IOException {
        Shell shell = new Shell(context);
        if (arguments.size() > 2 && arguments.get(1).equals("-c")) {
            shell.script(arguments.get(2));
            return shell.status;
        }
        if (arguments.size() > 1 && !arguments.get(1).startsWith("-")) {
            return Programs.complain(
                    context, "sh: can't open '" + arguments.get(1) + "': No such file or directory", 2);
        }
        return shell.lines();
    }

    private int lines() throws IOException {
        boolean prompts = context.terminal().get().isPresent();
        while (!exited) {
            if (prompts) {
                Programs.print(context, "/ # ");
            }
            Optional<String> line = readLine();
            if (line.isEmpty()) {
                break;
            }
            script(line.get());
        }
        return status;
    }

    private Optional<String> readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = context.in().read();
        if (next < 0) {
            return Optional.empty();
        }
        while (next >= 0 && next != '\n' && line.size() < LONGEST_LINE) {
            line.write(next);
            next = context.in().read();
        }
        return Optional.of(line.toString(StandardCharsets.UTF_8));
    }

    private void script(String text) throws IOException {
        try {
            for (ShellScript.Step step : ShellScript.parse(text).steps()) {
                if (exited) {
                    return;
                }
                if (isDue(step.when())) {
                    status = command(step.words());
                }
            }
        } catch (ShellScript.SyntaxException e) {
            status = Programs.complain(context, "sh: " + e.getMessage(), SYNTAX_ERROR);
        }
    }

    private boolean isDue(ShellScript.When when) {
        return switch (when) {
            case ALWAYS -> true;
            case AFTER_SUCCESS -> status == 0;
            case AFTER_FAILURE -> status != 0;
        };
    }

    private int command(List<String> raw) throws IOException, ShellScript.SyntaxException {
        OutputStream out = context.out();
        OutputStream err = context.err();
        List<String> words = new ArrayList<>();
        int room = LONGEST_COMMAND;
        for (String word : raw) {
            switch (word) {
                case ">&2", "1>&2" -> out = err;
                case "2>&1" -> err = out;
                case ">/dev/null", "1>/dev/null" -> out = OutputStream.nullOutputStream();
                case "2>/dev/null" -> err = OutputStream.nullOutputStream();
                default -> {
                    if (word.indexOf('>') >= 0 && word.matches("[12]?>.*")) {
                        return Programs.complain(context, "sh: can't redirect '" + word + "'", 1);
                    }
                    String expanded = ShellWord.expand(word, this::variable, room);
                    room -= expanded.length();
                    words.add(expanded);
                }
            }
        }
        return words.isEmpty() ? 0 : call(context.withStreams(out, err), words);
    }

    private int call(Program.Context streams, List<String> words) throws IOException {
        String name = words.get(0);
        switch (name) {
            case "exit" -> {
                exited = true;
                return words.size() > 1 ? exitCode(streams, words.get(1)) : status;
            }
            case ":" -> {
                return 0;
            }
            case "exec" -> {
                exited = true;
                return words.size() > 1 ? call(streams, words.subList(1, words.size())) : 0;
            }
            default -> {
                Optional<Program> program = Programs.find(name);
                return program.isPresent()
                        ? program.get().run(streams, words)
                        : Programs.complain(streams, "sh: " + name + ": not found", NOT_FOUND);
            }
        }
    }

    private static int exitCode(Program.Context streams, String text) throws IOException {
        try {
            return Integer.parseInt(text) & 0xff;
        } catch (NumberFormatException e) {
            return Programs.complain(streams, "sh: exit: Illegal number: " + text, SYNTAX_ERROR);
        }
    }

    private String variable(String name) {
        return switch (name) {
            case "?" -> String.valueOf(status);
            case "$" -> String.valueOf(context.pid());
            default -> context.environment().getOrDefault(name, "");
        };
    }
}
