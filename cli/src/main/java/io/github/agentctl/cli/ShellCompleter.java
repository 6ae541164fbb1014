// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.codec.Suggestion;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Hands what {@link ShellParser} has found to JLine. */
final class ShellCompleter implements Completer {
    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        if (line instanceof ShellLine shell) {
            int sort = 0;
            for (Suggestion suggestion : shell.completion().suggestions()) {
                String about = suggestion.about().isEmpty() ? null : suggestion.about();
                candidates.add(new Candidate(
                        suggestion.text(), suggestion.shown(), null, about, null, null, suggestion.isWhole(), sort++));
            }
        }
    }
}
