// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.api.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.agentctl.api.EndpointException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "unix:///run/a.sock",
                "unix://a.sock",
                "unix://a:b//c.sock",
                "unix://@/tmp/foo.socket",
                "vsock://1:1024",
                "vsock://4294967294:0",
                "vsock://-1:*",
                "hvsock:///run/clh.sock:1024",
                "hvsock://@clh:5",
                "sim:",
                "tcp://localhost:1"
            })
    void printsWhatItRead(String address) {
        assertThat(Endpoint.parse(address)).hasToString(address);
        assertThat(Endpoint.parse(Endpoint.parse(address).toString())).isEqualTo(Endpoint.parse(address));
    }

    @ParameterizedTest
    @CsvSource({
        "UNIX:///p, unix:///p",
        "vsock://:7, vsock://-1:7",
        "hvsock:///p, hvsock:///p:1024",
        "hvsock://@n, hvsock://@n:1024",
        "sim://, sim:"
    })
    void readsOtherSpellings(String address, String canonical) {
        assertThat(Endpoint.parse(address)).hasToString(canonical);
    }

    @ParameterizedTest
    @CsvSource({
        "'', no scheme",
        "/run/a.sock, did you mean unix:///run/a.sock",
        "unix:/run/a.sock, use unix:///run/a.sock",
        "unix://, names no socket",
        "unix://@, names no socket",
        "1x://a, is no scheme",
        "vsock://3, expected vsock://CID:PORT",
        "vsock://1:2:3, expected vsock://CID:PORT",
        "vsock://a:1, 'the CID ''a'' is no decimal number from 0 to 4294967294; expected vsock://CID:PORT, as in vsock://3:1024'",
        "vsock://+3:1, the CID '+3'",
        "vsock://\u0663:1, is no decimal number",
        "vsock://1\u0660:1, is no decimal number",
        "hvsock:///p:\u0661\u0660\u0662\u0664, is no decimal number",
        "vsock://3:4294967295, the port '4294967295'",
        "vsock://4294967296:1, the CID '4294967296'",
        "vsock://3:, the port ''",
        "hvsock:///p:x, the port 'x'",
        "hvsock://, names no socket",
        "unix:///run/vc/{ID}/clh.sock, unix:///run/vc/SANDBOX_ID/clh.sock"
    })
    void saysWhatIsExpected(String address, String part) {
        assertThatThrownBy(() -> Endpoint.parse(address))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining("'" + address + "'")
                .hasMessageContaining(part);
    }

    @Test
    void offersForListeningWhatCanBeListenedOn() {
        assertThat(Endpoint.parseForListening("unix:///p")).isEqualTo(new Endpoint.Unix("/p"));
        assertThatThrownBy(() -> Endpoint.parseForListening("foo"))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining("vsock://CID:PORT or hvsock:///PATH[:PORT]; did you mean unix://foo?")
                .hasMessageNotContaining("sim:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix://\"/run/vc/{ID}/clh.sock\"", "\"unix:///run/vc/{ID}/clh.sock\""})
    void takesQuotesOffInTheCorrectedForm(String address) {
        assertThatThrownBy(() -> Endpoint.parse(address))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining("use unix:///run/vc/SANDBOX_ID/clh.sock");
    }
}
