// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.api.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.agentctl.api.EndpointException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Any text is an address, whose own text is that address again, or a fault that names it; over the kept corpus, and over
 * what a fuzzer finds (CONTRIBUTING.md).
 */
class EndpointFuzzTest {
    @FuzzTest
    void anyText(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        Endpoint endpoint = parsed(text);
        if (endpoint != null) {
            assertThat(Endpoint.parse(endpoint.toString())).isEqualTo(endpoint);
            assertThat(Endpoint.parseForListening(text)).isEqualTo(endpoint);
        }
    }

    private static @Nullable Endpoint parsed(String text) {
        try {
            return Endpoint.parse(text);
        } catch (EndpointException fault) {
            assertThat(fault.address()).isEqualTo(text);
            return null;
        }
    }
}
