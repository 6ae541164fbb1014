// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.codec.Quoted;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How somebody gives commands, and so how hints write them. */
enum CommandForm {
    /** As options of the command line: {@code -c list}. */
    OPTION,
    /** Typed, one a line: {@code 'list'}. */
    LINE;

    /** Commands, one after the other, as they are given here. */
    String of(String... commands) {
        return Arrays.stream(commands).map(this::one).collect(Collectors.joining(this == LINE ? ", then " : " "));
    }

    private String one(String command) {
        if (this == LINE) {
            return Quoted.of(command);
        }
        return "-c " + (command.matches("[A-Za-z]+") ? command : Quoted.of(command));
    }
}
