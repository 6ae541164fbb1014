// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.codec.ReplyFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code connect} was asked for.
 *
 * @param endpoint where the agent is; null where no call is made
 * @param commands none of them empty; may be none where the run is interactive
 * @param fileOnStandardInput whether commands were read from there
 * @param timeout of a call, zero for none
 * @param connectTimeout of connecting, zero for none
 * @param repeat how often the list of commands is run; below 0 for ever
 */
record ConnectOptions(
        @Nullable Endpoint endpoint,
        List<Command> commands,
        boolean autoValues,
        boolean interactive,
        boolean ignoreErrors,
        boolean dryRun,
        boolean fileOnStandardInput,
        @Nullable Path bundle,
        Duration timeout,
        Duration connectTimeout,
        @Nullable String transport,
        @Nullable String wire,
        ReplyFormat output,
        long repeat) {
    ConnectOptions {
        commands = List.copyOf(commands);
    }

    /** Whether something may be sent. */
    boolean makesCalls() {
        return !dryRun && !onlyHelps();
    }

    /** Whether nothing is asked for but what there is. */
    boolean onlyHelps() {
        for (Command command : commands) {
            Builtin builtin = Builtin.find(command.name()).orElse(null);
            if (builtin == null || !builtin.isHelp()) {
                return false;
            }
        }
        return !interactive;
    }
}
