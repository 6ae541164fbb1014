// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotedTest {
    @Test
    void cutsWhatIsLong() {
        assertThat(Quoted.of("a".repeat(100))).isEqualTo("'" + "a".repeat(100) + "'");
        assertThat(Quoted.of("a".repeat(107))).isEqualTo("'" + "a".repeat(100) + "... (7 more)'");
    }

    @Test
    void cutsNoLetterInTwo() {
        assertThat(Quoted.cut("a".repeat(99) + "\ud83d\ude00")).isEqualTo("a".repeat(99) + "... (2 more)");
    }

    @Test
    void showsNothingThatATerminalActsOn() {
        assertThat(Quoted.of("\u001b[31m")).isEqualTo("'\\u{1b}[31m'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LONG",
                "Check LONG",
                "Check LONG=x",
                "Check LONG://x",
                "Check service.LONG=x",
                "Check json://{\"LONG\":1}",
                "Check file:///LONG",
                "GetGuestDetails mem_block_size=LONG",
                "RemoveContainer timeout=LONG",
                "SignalProcess signal=LONG",
                "UpdateInterface interface.IPAddresses[0].family=LONG",
                "UpdateInterface interface.LONG=1",
                "CreateSandbox dns[LONG]=1",
                "CreateContainer OCI.Linux.Sysctl[LONG]b=1",
                "CreateContainer OCI.Linux.Sysctl.LONG",
                "CreateContainer json://{\"OCI\":{\"Annotations\":{\"LONG\":1}}}",
                "CreateContainer json://{\"OCI\":{\"LONG\":1}}",
                "CreateContainer bundle-dir=/LONG",
                "CreateContainer spec=/LONG",
                "CopyFile src=/LONG dest=/x",
                "SetPolicy policy_file=/LONG",
                "WriteStdin data=@LONG",
                "WriteStdin data=hex:LONG",
                "WriteStdin json://{\"data\":\"LONG*\"}",
            })
    void keepsTheMessageOfALongTextShort(String command) {
        String problem = Commands.plain().fault(command.replace("LONG", "x".repeat(100_000))).getMessage();
        assertThat(problem).hasSizeLessThan(1000);
    }
}
