// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The programs that every simulated root file system has. */
final class Programs {
    private static final Set<String> DIRECTORIES =
            Set.of("/bin", "/usr/bin", "/usr/local/bin", "/sbin", "/usr/sbin", "");

    private static final Map<String, Program> BY_NAME = Map.ofEntries(
            Map.entry("sh", Shell::run),
            Map.entry("echo", Programs::echo),
            Map.entry("cat", Programs::cat),
            Map.entry("sleep", Programs::sleep),
            Map.entry("pause", (context, arguments) -> pause()),
            Map.entry("true", (context, arguments) -> 0),
            Map.entry("false", (context, arguments) -> 1),
            Map.entry("yes", Programs::yes),
            Map.entry("env", Programs::env),
            Map.entry("pwd", (context, arguments) -> print(context, context.directory() + "\n")),
            Map.entry("stty", Programs::stty));

    private Programs() {}

    /** The program behind a name or a path; empty where the root file system has none. */
    static Optional<Program> find(String path) {
        int slash = path.lastIndexOf('/');
        if (slash >= 0 && !DIRECTORIES.contains(path.substring(0, slash))) {
            return Optional.empty();
        }
        return Optional.ofNullable(BY_NAME.get(path.substring(slash + 1)));
    }

    static int print(Program.Context context, String text) throws IOException {
        context.out().write(text.getBytes(StandardCharsets.UTF_8));
        return 0;
    }

    static int complain(Program.Context context, String text, int code) throws IOException {
        context.err().write((text + "\n").getBytes(StandardCharsets.UTF_8));
        return code;
    }

    private static int echo(Program.Context context, List<String> arguments) throws IOException {
        boolean bare = arguments.size() > 1 && arguments.get(1).equals("-n");
        String text = String.join(" ", arguments.subList(bare ? 2 : 1, arguments.size()));
        return print(context, bare ? text : text + "\n");
    }

    private static int cat(Program.Context context, List<String> arguments) throws IOException {
        int code = 0;
        List<String> files = arguments.size() > 1 ? arguments.subList(1, arguments.size()) : List.of("-");
        for (String file : files) {
            if (file.equals("-")) {
                copyInput(context);
            } else if (!file.equals("/dev/null")) {
                code = complain(context, "cat: can't open '" + file + "': No such file or directory", 1);
            }
        }
        return code;
    }

    private static void copyInput(Program.Context context) throws IOException {
        byte[] buffer = new byte[8192];
        for (int count = context.in().read(buffer);
                count >= 0;
                count = context.in().read(buffer)) {
            context.out().write(buffer, 0, count);
        }
    }

    private static int sleep(Program.Context context, List<String> arguments) throws IOException {
        if (arguments.size() < 2) {
            return complain(context, "sleep: missing operand", 1);
        }
        Duration total = Duration.ZERO;
        for (String argument : arguments.subList(1, arguments.size())) {
            if (argument.equals("infinity")) {
                return pause();
            }
            Optional<Duration> part = SleepTime.parse(argument);
            if (part.isEmpty()) {
                return complain(context, "sleep: invalid number '" + argument + "'", 1);
            }
            total = total.plus(part.get());
        }
        Blocking.sleep(total);
        return 0;
    }

    private static int pause() throws IOException {
        while (true) {
            Blocking.sleep(Duration.ofDays(1));
        }
    }

    private static int yes(Program.Context context, List<String> arguments) throws IOException {
        String word = arguments.size() > 1 ? String.join(" ", arguments.subList(1, arguments.size())) : "y";
        byte[] lines =
                (word + "\n").repeat(Math.max(1, 512 / (word.length() + 1))).getBytes(StandardCharsets.UTF_8);
        while (true) {
            context.out().write(lines);
        }
    }

    private static int env(Program.Context context, List<String> arguments) throws IOException {
        StringBuilder lines = new StringBuilder();
        context.environment()
                .forEach((name, value) ->
                        lines.append(name).append('=').append(value).append('\n'));
        return print(context, lines.toString());
    }

    private static int stty(Program.Context context, List<String> arguments) throws IOException {
        Optional<Terminal.Size> size = context.terminal().get();
        if (size.isEmpty()) {
            return complain(context, "stty: standard input: Not a tty", 1);
        }
        return print(context, size.get().rows() + " " + size.get().columns() + "\n");
    }
}
