// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.codec.Completion;
import java.util.List;
import org.jline.reader.CompletingParsedLine;

/**
 * A line of the shell, as JLine sees it: one word, the one that can be completed.
 *
 * @param completion how that word may go on
 */
record ShellLine(String line, int cursor, Completion completion) implements CompletingParsedLine {
    @Override
    public String word() {
        return line.substring(completion.start(), Math.max(cursor, completion.start()));
    }

    @Override
    public int wordCursor() {
        return word().length();
    }

    @Override
    public int wordIndex() {
        return 0;
    }

    @Override
    public List<String> words() {
        return List.of(word());
    }

    /** Suggestions come with the quotes they need. */
    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
        return candidate;
    }

    @Override
    public int rawWordCursor() {
        return wordCursor();
    }

    @Override
    public int rawWordLength() {
        return word().length();
    }
}
