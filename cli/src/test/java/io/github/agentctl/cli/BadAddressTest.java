// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes of addresses that are none, and of agents that are not there. */
class BadAddressTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "http://x                       | installed are: hvsock:, sim:, unix:, vsock:",
                "foo                            | did you mean unix://foo?",
                "``                             | expected unix:///PATH",
                "/run/x.sock                    | unix:///run/x.sock",
                "unix://                        | unix://@NAME",
                "vsock://abc:1024               | the CID 'abc' is no decimal number from 0 to 4294967294; expected vsock://CID:PORT, as in vsock://3:1024",
                "vsock://3:x                    | the port 'x' is no decimal number from 0 to 4294967294; expected vsock://CID:PORT",
                "vsock://3:99999999999          | port '99999999999'",
                "vsock://3                      | vsock://CID:PORT",
                "vsock://-1:1024                | 'any' is for listening",
                "vsock://3:*                    | 'any' is for listening",
                "\"/run/vc/vm/{ID}/clh.sock\"   | /run/vc/vm/SANDBOX_ID/clh.sock",
                "unix:///run/vc/vm/{ID}/clh.sock | unix:///run/vc/vm/SANDBOX_ID/clh.sock",
                "unix://\"/run/vc/vm/foo/clh.sock\" | unix:///run/vc/vm/foo/clh.sock",
            })
    void addressesThatAreNoneEndWith2AndTheCorrectedForm(String address, String expected) {
        Transcript run = Transcript.of("connect", "--server-address", address, "-c", "Check");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vsock://4000000:1 | 4 | cannot listen on vsock://4000000:1",
                "foo             | 2 | expected unix:///PATH, unix://@NAME, vsock://CID:PORT or hvsock:///PATH[:PORT]; did you mean unix://foo?",
                "http://x        | 2 | installed are: hvsock:, unix:, vsock:",
                "1x:y            | 2 | expected unix:///PATH, unix://@NAME, vsock://CID:PORT or hvsock:///PATH[:PORT]",
            })
    void addressesThatCannotBeListenedOnAreToldAsSuch(String address, int code, String expected) {
        Transcript run = Transcript.of("simulate", "--listen", address);

        assertThat(run.code()).isEqualTo(code);
        assertThat(run.err()).contains(expected).doesNotContain("connect to", "sim:");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unix:///x | nosuch | 2 | cannot use the address 'unix:///x': unknown transport 'nosuch'; it is served by jdk, junixsocket",
                "unix://@x | nosuch | 2 | unknown transport 'nosuch'; it is served by junixsocket",
                "unix://@x | jdk    | 2 | the transport 'jdk' does not serve it; it is served by junixsocket",
                "unix:///x | jnr    | 4 | (module agentctl-transport-jnr); it is served by jdk, junixsocket",
                "hvsock:///x | junixsocket | 2 | it is served by hybrid (name none: for the hypervisor's socket beneath",
                "x:        | jdk    | 2 | the transport 'jdk' does not serve it; no transport that is installed serves it",
            })
    void transportsThatDoNotServeTheAddressAreToldFromThoseThatDo(
            String address, String transport, int code, String expected) {
        Transcript run = Transcript.of("connect", "--server-address", address, "--transport", transport, "-c", "Check");

        assertThat(run.code()).isEqualTo(code);
        assertThat(run.err()).contains(expected);
    }

    @Test
    void anEmptyVariableIsNoAddress() {
        Transcript run = Transcript.given()
                .variables(Map.of("KATA_AGENT_CTL_SERVER_ADDRESS", ""))
                .run("connect", "-c", "Check");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("no address of an agent");
    }

    @ParameterizedTest
    @CsvSource({
        "vsock://4000000:1024, vsock://4000000:1024",
        "hvsock:///x:1024, socket: cannot connect to unix:///x",
        "hvsock://@x, hvsock://@x:1024: socket: cannot connect to unix://@x"
    })
    void agentsThatAreNotThereEndWith4(String address, String expected) {
        Transcript run =
                Transcript.of("connect", "--server-address", address, "--connect-timeout", "100ms", "-c", "Check");

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).contains("cannot connect to " + address, expected);
    }

    @Test
    void vsockWithoutLoopbackEndsInTimeWithTheRemedy() {
        Transcript run = Transcript.of(
                "connect", "--server-address", "vsock://1:65000", "--connect-timeout", "300ms", "-c", "Check");

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).containsAnyOf("modprobe vsock", "nobody listens on that port");
    }

    @Test
    void hybridVsockGoesWithASocketOnly() {
        Transcript run = Transcript.of("connect", "--server-address", "vsock://3:1", "--hybrid-vsock", "-c", "Check");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("unix:///PATH");
    }
}
