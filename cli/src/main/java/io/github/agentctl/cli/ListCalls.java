// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.codec.AgentCall;
import io.github.agentctl.codec.Catalogue;
import io.github.agentctl.codec.ReplyFormat;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code list}: every call with the fields of its request. */
final class ListCalls implements Subcommand {
    @Override
    public CommandSpec spec() {
        return Options.command("list", "List the agent's calls with their fields. Needs no agent.");
    }

    @Override
    public int run(ParseResult arguments, Environment environment, Log log) {
        List<AgentCall> calls = Catalogue.calls();
        String text = calls.stream().map(ListCalls::describe).collect(Collectors.joining("\n\n"))
                + "\n\nMessages within them:\n\n"
                + FieldList.within(calls.stream().map(AgentCall::request).toList());
        try (Replies replies = new Replies(environment, ReplyFormat.JSON)) {
            replies.line(text);
        }
        return ExitCode.OK;
    }

    private static String describe(AgentCall call) {
        return head(call) + FieldList.of(call.request());
    }

    /** {@code GetIPTables (grpc.AgentService, also GetIptables)}. */
    static String head(AgentCall call) {
        String aliases = call.aliases().isEmpty() ? "" : ", also " + String.join(", ", call.aliases());
        return call.name() + " (" + call.service() + aliases + ")";
    }
}
