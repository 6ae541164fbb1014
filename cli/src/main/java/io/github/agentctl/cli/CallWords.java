// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.codec.AgentCall;
import io.github.agentctl.codec.Completion;
import io.github.agentctl.codec.Suggestion;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The words that may follow a call's name, as a list that can be written into a file: the names of the request's fields
 * and of those one level deeper, and the values of switches, enums and signals. The shell of {@code connect -i} knows
 * more.
 */
final class CallWords {
    private final AgentCall call;
    private final Set<String> found = new LinkedHashSet<>();

    private CallWords(AgentCall call) {
        this.call = call;
    }

    /** Names of fields end with = or, where there is more of the name to come, with a dot or a bracket. */
    static List<String> of(AgentCall call) {
        CallWords words = new CallWords(call);
        words.add("");
        // The short names of fields are kept from a list of all.
        for (String shortName : List.of("cid=", "sid=")) {
            words.following(shortName.substring(0, 1)).stream()
                    .map(Suggestion::text)
                    .filter(shortName::equals)
                    .forEach(words.found::add);
        }
        return List.copyOf(words.found);
    }

    private void add(String before) {
        for (Suggestion suggestion : following(before)) {
            String word = suggestion.text();
            if (word.endsWith(".") && before.isEmpty()) {
                add(word);
            } else if (word.endsWith("=") && !isPath(word)) {
                addValues(word);
            } else {
                found.add(word);
            }
        }
    }

    private void addValues(String name) {
        List<String> values = following(name).stream()
                .filter(Suggestion::isWhole)
                .map(Suggestion::text)
                .toList();
        found.addAll(values.isEmpty() ? List.of(name) : values);
    }

    /** Whether its values would be files of the machine that asks. */
    private boolean isPath(String word) {
        return call.extras().contains(word.substring(0, word.length() - 1));
    }

    private List<Suggestion> following(String typed) {
        return Completion.of(call.name() + " " + typed).suggestions();
    }
}
