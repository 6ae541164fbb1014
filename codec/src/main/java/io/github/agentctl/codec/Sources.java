// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import java.util.ArrayList;
import java.util.List;

/**
 * The sources of one command, with the files among them read: standard input can be read once only. They apply from
 * left to right. A document is one source; name=value words side by side are one as well.
 */
final class Sources {
    private sealed interface Source {}

    private record Document(String text, JsonDocument.Locator locator) implements Source {}

    private record Pair(Part.Assignment assignment) implements Source {}

    private final CommandText command;
    private final ScalarText scalars;
    private final List<Source> sources = new ArrayList<>();

    Sources(CommandText command, LocalFiles files) {
        this.command = command;
        this.scalars = new ScalarText(files);
        for (Part part : command.parts()) {
            if (part instanceof Part.Assignment assignment) {
                sources.add(new Pair(assignment));
            } else if (part instanceof Part.Inline inline) {
                Word json = inline.json();
                sources.add(
                        new Document(json.text(), (offset, problem) -> command.fault(json.position(offset), problem)));
            } else if (part instanceof Part.File file) {
                sources.add(file(file.path(), files));
            }
        }
    }

    private Document file(Word path, LocalFiles files) {
        try {
            String text = files.readText(path.text());
            return new Document(
                    text,
                    (offset, problem) ->
                            command.fault(path.position(), place(path.text(), text, offset) + ": " + problem));
        } catch (BadValueException e) {
            throw command.fault(path.position(), e.problem());
        }
    }

    /** {@code file, line 2, column 7}, counted from 1. */
    static String place(String path, String text, int offset) {
        String before = text.substring(0, Math.min(offset, text.length()));
        long line = 1 + before.chars().filter(c -> c == '\n').count();
        int column = before.length() - before.lastIndexOf('\n');
        String name = path.equals("-") ? "standard input" : path;
        return Escapes.safe(name) + ", line " + line + ", column " + column;
    }

    boolean hasDocument() {
        return sources.stream().anyMatch(Document.class::isInstance);
    }

    void apply(Draft draft) {
        for (Source source : sources) {
            if (source instanceof Pair pair) {
                assign(draft, pair.assignment());
            } else {
                document(draft, source);
            }
        }
    }

    /** What needs no base beneath it: the documents, and the values beside the request. */
    void applyBaseless(Draft draft) {
        for (Source source : sources) {
            if (source instanceof Pair pair) {
                beside(draft, pair.assignment());
            } else {
                document(draft, source);
            }
        }
    }

    private static void document(Draft draft, Source source) {
        if (source instanceof Document document) {
            JsonMerge.request(new JsonDocument(document.text(), document.locator()), draft);
            draft.nextSource();
        }
    }

    private void assign(Draft draft, Part.Assignment assignment) {
        if (!beside(draft, assignment)) {
            FieldPath.assign(draft, command, scalars, assignment);
        }
    }

    private boolean beside(Draft draft, Part.Assignment assignment) {
        String name = assignment.name().text();
        if (!draft.extraNames().contains(name) && !AutoValues.isMemoryOnly(draft.type(), name)) {
            return false;
        }
        Word value = assignment.value();
        draft.putExtra(name, new Draft.Extra(value.text(), problem -> command.fault(value.position(), problem)));
        return true;
    }
}
