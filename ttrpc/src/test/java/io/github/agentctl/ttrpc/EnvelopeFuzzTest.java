// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

/** Whatever the bytes of an envelope are, they are a value or an {@link IOException}. */
class EnvelopeFuzzTest {
    @FuzzTest
    void anyBytesAreARequestOrRefused(byte[] bytes) {
        try {
            RequestEnvelope request = RequestEnvelope.parse(bytes);
            Headers.fromPairs(request.metadata());
        } catch (IOException expected) {
            // Refused.
        }
    }
}
