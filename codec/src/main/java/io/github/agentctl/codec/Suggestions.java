// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import java.util.ArrayList;
import java.util.List;

/** Takes what would be possible at all, keeps what goes on from what is typed, and puts it into quotes. */
final class Suggestions {
    private final TypedWord word;
    private final List<Suggestion> list = new ArrayList<>();

    Suggestions(TypedWord word) {
        this.word = word;
    }

    List<Suggestion> list() {
        return list;
    }

    /**
     * One possible word.
     *
     * @param before what of it is typed and not to be shown again
     * @param rest what follows that
     */
    void add(String before, String rest, String about, boolean isWhole) {
        String full = before + rest;
        String typed = word.text();
        if (!full.regionMatches(true, 0, typed, 0, typed.length())
                || (word.quote() == '\'' && full.indexOf('\'') >= 0)) {
            return;
        }
        // What is typed stays as it is typed, but where its capitals are wrong.
        String text = full.startsWith(typed)
                ? word.raw() + quoted(full.substring(typed.length()))
                : (word.quote() == 0 ? "" : String.valueOf(word.quote())) + quoted(full);
        String close = isWhole && word.quote() != 0 ? String.valueOf(word.quote()) : "";
        list.add(new Suggestion(text + close, rest, about, isWhole));
    }

    private String quoted(String text) {
        return switch (word.quote()) {
            case '\'' -> text;
            case '"' -> text.replace("\\", "\\\\").replace("\"", "\\\"");
            default -> text.replaceAll("([\\s\"'\\\\])", "\\\\$1");
        };
    }
}
