// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Fresh names for sandboxes, containers and processes. Thread-safe. */
public final class RandomId {
    private RandomId() {}

    /** 64 random digits 0-9 and a-f. */
    public static String next() {
        byte[] bytes = new byte[32];
        Source.RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Apart, because seeding takes time that a command without generated values need not spend. */
    private static final class Source {
        static final SecureRandom RANDOM = new SecureRandom();
    }
}
