// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import java.util.Arrays;
import java.util.List;

/** A fault of the real agent that a caller can walk into. All are off unless asked for. */
public enum Trap {
    /**
     * StartContainer on a container that was started already, or whose first process has ended, never answers and keeps
     * the sandbox: from then on every call but Check, Version and GetMetrics hangs, until the agent is killed.
     */
    DOUBLE_START("double-start"),

    /**
     * CreateSandbox, also one that fails, empties the root file systems of the containers that there are, and drops what
     * CopyFile brought: from then on no program is found in them.
     */
    WIPED_ROOTFS("wiped-rootfs"),

    /** CreateContainer with the id of another container fails and destroys the other one. */
    DUPLICATE_ID("duplicate-id");

    private final String word;

    Trap(String word) {
        this.word = word;
    }

    /**
     * Reads {@code double-start}, {@code wiped-rootfs} or {@code duplicate-id}.
     *
     * @throws IllegalArgumentException when it is none of these; the message lists them
     */
    public static Trap parse(String word) {
        return Arrays.stream(values())
                .filter(trap -> trap.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no trap '" + word + "', only "
                        + String.join(", ", words()) + NearestName.hint(word, words())));
    }

    /** The words of all traps. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Trap::toString).toList();
    }

    @Override
    public String toString() {
        return word;
    }
}
