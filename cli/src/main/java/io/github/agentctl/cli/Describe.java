// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.codec.ReplyFormat;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code describe}: one call, one message, or one enum, and a template for it. */
final class Describe implements Subcommand {
    private static final String TEMPLATE = "--template";

    @Override
    public CommandSpec spec() {
        return Options.command(
                        "describe",
                        "Show the fields of a call's request and reply, those of a message, or the values of an enum,"
                                + " and a template in JSON to fill in. Needs no agent.")
                .addOption(OptionSpec.builder(TEMPLATE)
                        .type(boolean.class)
                        .arity("0")
                        .description("Print the template alone, as for a file.")
                        .build())
                .addPositional(PositionalParamSpec.builder()
                        .type(String.class)
                        .index("0")
                        .arity("1")
                        .paramLabel("NAME")
                        // Asked for by who completes only: the names take a while.
                        .completionCandidates(() -> Description.names().iterator())
                        .description(
                                "A call, as CreateContainer, a message, as Spec or grpc.Spec, or an enum, as IPFamily.")
                        .build());
    }

    @Override
    public int run(ParseResult arguments, Environment environment, Log log) {
        String name = arguments.matchedPositionalValue(0, "");
        Description description = Description.of(name).orElseThrow(() -> new UsageException(Description.unknown(name)));
        boolean templateOnly = arguments.matchedOptionValue(TEMPLATE, false);
        try (Replies replies = new Replies(environment, ReplyFormat.JSON)) {
            replies.line(
                    templateOnly
                            ? description.template()
                            : description.text() + "\n\nTemplate:\n\n" + description.template());
        }
        return ExitCode.OK;
    }
}
