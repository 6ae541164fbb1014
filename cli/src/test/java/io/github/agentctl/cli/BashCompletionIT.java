// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What bash is told where somebody presses Tab. The words of a line stand here as bash takes them apart, with a bar
 * between two; {@code packaging/check} does the same at a terminal, also in zsh and fish.
 */
@Timeout(60)
class BashCompletionIT {
    /** Outside of a real completion there is no compopt. */
    private static final String SCRIPT = """
            compopt() { :; }
            . "$script"
            IFS='|' read -ra COMP_WORDS <<<"kata-agent-ctl|$words"
            [ "${words: -1}" != '|' ] || COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            COMP_LINE="kata-agent-ctl $line"
            COMP_POINT=${#COMP_LINE}
            _kata_agent_ctl kata-agent-ctl "${COMP_WORDS[COMP_CWORD]}"
            printf '%s\\n' "${COMPREPLY[@]}"
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '%',
            value = {
                "conn                          ; conn                            ; connect",
                "-l deb                        ; -l|deb                          ; debug",
                "-l debug simu                 ; -l|debug|simu                   ; simulate",
                "connect --server-address si   ; connect|--server-address|si     ; sim:",
                "connect --server-address=hv   ; connect|--server-address|=|hv   ; hvsock://",
                "connect --server-address unix:; connect|--server-address|unix|: ; //,//@",
                "connect --output r            ; connect|--output|r              ; raw",
                "connect --no-a                ; connect|--no-a                  ; --no-auto-values",
                "connect -c Chec               ; connect|-c|Chec                 ; Check",
                "connect -c Check sle          ; connect|-c|Check|sle            ; sleep",
                "connect -c Check --outp       ; connect|-c|Check|--outp         ; --output",
                "connect -c 'Chec              ; connect|-c|'Chec                ; Check",
                "connect -c 'Check serv        ; connect|-c|'Check serv          ; Check service=,Check service=...",
                "connect -c \"SignalProcess cid=a signal=usr ; connect|-c|\"SignalProcess cid=a signal=usr"
                        + " ; SignalProcess cid=a signal=usr1,SignalProcess cid=a signal=usr2",
                "connect -c 'help IPF          ; connect|-c|'help IPF            ; help IPFamily",
                "connect --file pom.x          ; connect|--file|pom.x            ; pom.xml",
                "connect --bundle-dir sr       ; connect|--bundle-dir|sr         ; src",
                "describe GetGuestD            ; describe|GetGuestD              ; GetGuestDetails",
                "connect --timeout 5           ; connect|--timeout|5             ; %%",
                "list x                        ; list|x                          ; %%",
            })
    void offers(String line, String words, String offered) throws IOException, InterruptedException {
        String script = Ran.distribution()
                .resolve("share/bash-completion/completions/kata-agent-ctl")
                .toString();

        Ran ran = Ran.of(
                Ran.start(Map.of("script", script, "line", line, "words", words), List.of("bash", "-uc", SCRIPT)));

        assertThat(ran.err()).isEmpty();
        assertThat(ran.out().lines()).containsExactlyElementsOf(List.of(offered.split(",", -1)));
    }
}
