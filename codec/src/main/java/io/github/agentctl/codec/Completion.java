// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import com.google.protobuf.Descriptors.Descriptor;
import java.util.List;
import java.util.Optional;

/**
 * How a command that is being typed may go on.
 *
 * @param start where the word begins that the suggestions take the place of; it ends where the command does
 * @param suggestions may be empty
 */
public record Completion(int start, List<Suggestion> suggestions) {
    public Completion {
        suggestions = List.copyOf(suggestions);
    }

    /**
     * Completes names of fields (also nested ones, and those in JSON), values of enums and switches, names of signals,
     * and paths of local files. Reads directories, so it may block as long as they do.
     *
     * @param typed a command from its first letter up to the cursor; the name of its call is complete
     */
    public static Completion of(String typed) {
        TypedWord word = TypedWord.last(typed);
        Optional<AgentCall> call = Catalogue.find(typed.strip().split("\\s", 2)[0]);
        if (call.isEmpty() || word.start() == 0) {
            return new Completion(word.start(), List.of());
        }
        Descriptor request = call.get().request();
        if (word.isJson()) {
            return JsonCompletion.of(request, word);
        }
        Suggestions found = new Suggestions(word);
        new WordCompletion(call.get(), found).complete(word.text());
        return new Completion(word.start(), found.list());
    }
}
