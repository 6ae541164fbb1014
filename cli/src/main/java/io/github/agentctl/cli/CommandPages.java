// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Writes the manual page and the completions of shells, when the distribution is built. They lie where a system has them
 * beneath its {@code share}.
 */
final class CommandPages {
    private CommandPages() {}

    /**
     * Writes them.
     *
     * @param arguments the folder of the templates, the folder to write to, and the time of the build, as in 2026-11-25T00:00:00Z
     */
    public static void main(String[] arguments) throws IOException {
        Path templates = Path.of(arguments[0]);
        Path share = Path.of(arguments[1]);
        for (Map.Entry<String, String> page :
                of(templates, arguments[2].substring(0, 10)).entrySet()) {
            Path file = share.resolve(page.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, page.getValue(), StandardCharsets.UTF_8);
        }
    }

    /** The text of each, by its place. */
    static Map<String, String> of(Path templates, String date) {
        CommandTree tree = tree();
        ShellWords words = ShellWords.of(tree.spec());
        return Map.of(
                "man/man1/kata-agent-ctl.1",
                new ManPage(tree.spec())
                        .fill(PageTemplate.of(templates.resolve("kata-agent-ctl.1")), CommandTree.version(), date),
                "bash-completion/completions/kata-agent-ctl",
                new BashCompletion(words).fill(PageTemplate.of(templates.resolve("completion.bash"))),
                "zsh/site-functions/_kata-agent-ctl",
                new ZshCompletion(words).fill(PageTemplate.of(templates.resolve("completion.zsh"))),
                "fish/vendor_completions.d/kata-agent-ctl.fish",
                new FishCompletion(words).fill(PageTemplate.of(templates.resolve("completion.fish"))));
    }

    /** The whole command; what it would print goes nowhere. */
    static CommandTree tree() {
        OutputStream nowhere = OutputStream.nullOutputStream();
        return CommandTree.of(
                List.of(),
                new Environment(
                        InputStream.nullInputStream(),
                        nowhere,
                        new PrintStream(nowhere, false, StandardCharsets.UTF_8),
                        Map.of(),
                        Descriptor.OTHER,
                        Descriptor.OTHER,
                        Descriptor.OTHER));
    }
}
