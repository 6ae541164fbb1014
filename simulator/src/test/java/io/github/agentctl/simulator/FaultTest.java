// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status.Code;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultTest {
    @Test
    void readsEachWord() {
        assertThat(Fault.parse("ReadStdout:delay=2s"))
                .isEqualTo(Fault.on("ReadStdout").delay(Duration.ofSeconds(2)));
        assertThat(Fault.parse("Check:hang")).isEqualTo(Fault.on("Check").hang());
        assertThat(Fault.parse("*:close")).isEqualTo(Fault.on(Fault.ANY_CALL).close());
        assertThat(Fault.parse("Check:truncate")).isEqualTo(Fault.on("Check").truncate());
        assertThat(Fault.parse("Check:oversize")).isEqualTo(Fault.on("Check").oversize());
        assertThat(Fault.parse("Check:late")).isEqualTo(Fault.on("Check").late());
        assertThat(Fault.parse("Check:late=20ms")).isEqualTo(Fault.on("Check").late(Duration.ofMillis(20)));
        assertThat(Fault.parse("Check:delay=1m,status=14"))
                .isEqualTo(Fault.on("Check").status(Code.UNAVAILABLE).delay(Duration.ofMinutes(1)));
    }

    @Test
    void knowsTheSpellingsOfTheRustTool() {
        assertThat(Fault.parse("GetIptables:hang"))
                .isEqualTo(Fault.on("GetIPTables").hang());
        assertThat(Fault.on("SetIptables").close())
                .isEqualTo(Fault.on("SetIPTables").close());
    }

    @Test
    void readsHowOftenAndWhatIsSaid() {
        assertThat(Fault.parse("Check:status=unavailable,count=2,after=3,message=not now, please"))
                .isEqualTo(Fault.on("Check")
                        .status(Code.UNAVAILABLE, "not now, please")
                        .times(2)
                        .after(3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Check | it names no call and what happens to it; expected CALL:WHAT",
                ":hang | it names no call and what happens to it",
                "Chekc:hang | the agent has no call 'Chekc'; did you mean 'Check'?",
                "ReadStdOut:hang | the agent has no call 'ReadStdOut'; did you mean 'ReadStdout'?",
                "Zzzzzzzzz:hang | the agent has no call 'Zzzzzzzzz'",
                "Check: | '' is none of delay, hang, status",
                "Check:hnag | 'hnag' is none of delay, hang, status, message, close, truncate, oversize, late, count, "
                        + "after; did you mean 'hang'?",
                "Check:status | status needs a value: status=UNAVAILABLE",
                "Check:status= | status needs a value",
                "Check:status=UNAVAILIBLE | 'UNAVAILIBLE' is no error status; did you mean 'UNAVAILABLE'?",
                "Check:status=0 | there is no error status 0; they go from 1 to 16",
                "Check:status=OK | 'OK' is no error status",
                "Check:status=17 | there is no error status 17",
                "Check:delay=2 | '2' is no time for delay; expected a number and ms, s or m, such as 2s",
                "Check:delay=-2s | is no time for delay",
                "Check:delay=999999999m | a time is between 0 and a year",
                "Check:hang=yes | hang takes no value",
                "Check:hang,close | it has both hang and close",
                "Check:message=x | a message belongs to a status",
                "Check:count=2 | it says how often, but not what happens",
                "Check:hang,count=0 | count 1 or more",
                "Check:hang,count=x | 'x' is no number for count",
                "Check:hang,count=9999999999 | '9999999999' is no number for count",
                "Check:hang, | nothing stands after the last comma",
            })
    void saysWhatIsExpected(String text, String why) {
        assertThatThrownBy(() -> Fault.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("bad fault '" + text + "': ")
                .hasMessageContaining(why);
    }

    @Test
    void isForCallsThatThereAre() {
        assertThatThrownBy(() -> Fault.on("check")).hasMessage("the agent has no call 'check'; did you mean 'Check'?");
        assertThatThrownBy(() -> Fault.on("x".repeat(1_000_000))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Fault.on("Check").status(Code.OK)).hasMessage("OK is no failure");
    }

    @Test
    void happensToTheCallsThatItCounts() {
        Faults faults = new Faults();
        Fault twice = Fault.on("Check").hang().after(1).times(2);
        Fault always = Fault.on(Fault.ANY_CALL).close();
        faults.add(twice);
        assertThat(faults.take("Version")).isEmpty();
        assertThat(faults.take("Check")).isEmpty();
        faults.add(always);

        assertThat(faults.take("Check")).contains(twice);
        assertThat(faults.take("Version")).contains(always);
        assertThat(faults.take("Check")).contains(twice);
        assertThat(faults.take("Check")).contains(always);
        faults.clear();
        assertThat(faults.take("Check")).isEmpty();
    }
}
