// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

/** One source of values in a command, as written. */
sealed interface Part {
    /** {@code name=value}. */
    record Assignment(Word name, Word value) implements Part {}

    /** What stands behind {@code json://}. */
    record Inline(Word json) implements Part {}

    /** What stands behind {@code file://}, or {@code -}. */
    record File(Word path) implements Part {}
}
