// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.codec.RandomId;
import io.github.agentctl.codec.ReplyFormat;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code generate-cid} and {@code generate-sid}: an id as the agent's callers make it. */
record GenerateId(String name, String summary) implements Subcommand {
    @Override
    public CommandSpec spec() {
        return Options.command(name, summary + " It has 64 digits, 0-9 and a-f.");
    }

    @Override
    public int run(ParseResult arguments, Environment environment, Log log) {
        try (Replies replies = new Replies(environment, ReplyFormat.JSON)) {
            replies.line(RandomId.next());
        }
        return ExitCode.OK;
    }
}
