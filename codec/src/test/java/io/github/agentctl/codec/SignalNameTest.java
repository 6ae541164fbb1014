// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.agentctl.proto.SignalProcessRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalNameTest {
    private static final String LINUX = "HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT"
            + " CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS";

    @Test
    void numbersTheSignalsOfLinuxFromOneToThirtyOne() throws Exception {
        String[] names = LINUX.split(" ");
        assertThat(names).hasSize(31);
        for (int i = 0; i < names.length; i++) {
            assertThat(SignalName.number(names[i])).isEqualTo(i + 1);
            assertThat(SignalName.number("SIG" + names[i])).isEqualTo(i + 1);
            assertThat(SignalName.number("sig" + names[i].toLowerCase(java.util.Locale.ROOT)))
                    .isEqualTo(i + 1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "IOT,6",
        "cld,17",
        "SIGPOLL,29",
        "unused,31",
        "RTMIN,34",
        "sigrtmin+3,37",
        "RTMAX,64",
        "SIGRTMAX-1,63",
        "RTMIN+30,64"
    })
    void knowsOtherNamesAndRealTimeSignals(String name, int number) throws Exception {
        assertThat(SignalName.number(name)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIG", "", "foo", "RTMIN+31", "RTMAX-31", "RTMIN-1", "RTMIN+x", "SIGSIGHUP"})
    void refusesOtherNames(String name) {
        assertThatThrownBy(() -> SignalName.number(name)).hasMessageContaining("is no signal");
    }

    @Test
    void hintsAtTheNearest() {
        assertThatThrownBy(() -> SignalName.number("usr3")).hasMessageContaining("SIGUSR");
        assertThatThrownBy(() -> SignalName.number("SIGTREM")).hasMessageContaining("did you mean 'SIGTERM'?");
    }

    @Test
    void isTakenInJsonToo() {
        for (String value : new String[] {"\"usr1\"", "\"SIGUSR1\"", "\"10\"", "10"}) {
            assertThat(Commands.plain()
                            .request("SignalProcess json://{\"signal\":" + value + "}", SignalProcessRequest.class)
                            .getSignal())
                    .isEqualTo(10);
        }
        assertThat(Commands.plain().fault("SignalProcess json://{\"signal\":\"usr3\"}"))
                .hasMessage("signal: 'usr3' is no signal of Linux; did you mean 'SIGUSR1'?");
    }
}
