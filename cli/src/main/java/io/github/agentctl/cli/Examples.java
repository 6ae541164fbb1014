// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.codec.ReplyFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code examples}: command lines to start from. */
final class Examples implements Subcommand {
    @Override
    public CommandSpec spec() {
        return Options.command("examples", "Show example command lines.");
    }

    @Override
    public int run(ParseResult arguments, Environment environment, Log log) {
        try (Replies replies = new Replies(environment, ReplyFormat.JSON)) {
            replies.line(text());
        }
        return ExitCode.OK;
    }

    /** Command lines begin with {@code "  $ "}; the rest is prose. */
    static String text() {
        try (InputStream text = Objects.requireNonNull(
                Examples.class.getResourceAsStream("examples.txt"), "no examples.txt beside the class")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
