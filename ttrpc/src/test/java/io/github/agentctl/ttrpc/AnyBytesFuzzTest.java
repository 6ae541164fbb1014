// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * {@link AnyBytes} over the kept corpus ({@code AnyBytesFuzzTestInputs} in the test resources), and over what a fuzzer
 * finds when it is asked to look (CONTRIBUTING.md).
 */
class AnyBytesFuzzTest {
    @FuzzTest
    void envelopes(byte[] bytes) {
        AnyBytes.envelopes(bytes);
    }

    @FuzzTest
    void framesOfAnySplitting(FuzzedDataProvider data) {
        int piece = data.consumeInt(1, 70_000);
        AnyBytes.framesOfAnySplitting(data.consumeRemainingAsBytes(), piece);
    }

    @FuzzTest
    void client(byte[] bytes) {
        AnyBytes.client(bytes);
    }

    @FuzzTest
    void server(byte[] bytes) {
        AnyBytes.server(bytes);
    }
}
