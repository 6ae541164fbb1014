// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import java.util.HexFormat;

/** Bytes that were not understood, for a message: the first few, in hex. */
final class Hex {
    private static final int SHOWN = 16;

    private Hex() {}

    static String beginning(byte[] data) {
        return "; it begins with the bytes " + HexFormat.of().formatHex(data, 0, Math.min(SHOWN, data.length));
    }

    static String beginning(Frame frame) {
        return frame instanceof Frame.Whole whole ? beginning(whole.data()) : "";
    }
}
