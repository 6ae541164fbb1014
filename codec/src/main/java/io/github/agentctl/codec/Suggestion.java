// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import static java.util.Objects.requireNonNull;

/**
 * One way to go on with a command that is being typed.
 *
 * @param text what takes the place of what is typed of the word, with the quotes it needs
 * @param shown the same for a list of suggestions, shorter where that does
 * @param about what it is, in a few words; may be empty
 * @param isWhole whether nothing more belongs to the word
 */
public record Suggestion(String text, String shown, String about, boolean isWhole) {
    public Suggestion {
        requireNonNull(text, "text is null");
        requireNonNull(shown, "shown is null");
        requireNonNull(about, "about is null");
    }
}
