// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.github.agentctl.api.SpecificationException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tokens of one JSON value, and where each of them stands. The parser tells its place at no cost only when it
 * fails; for a fault of meaning the text is read again up to the token at fault, so that reading without fault pays
 * nothing.
 */
final class JsonDocument {
    /** Makes the exception for a fault at a letter of the JSON text. */
    interface Locator {
        SpecificationException fault(int offset, String problem);
    }

    private static final Pattern PLACE = Pattern.compile(" at line (\\d+) column (\\d+)");
    private static final int DEEPEST = 100;

    private final String text;
    private final Locator locator;
    private final JsonReader reader;
    private int consumed;

    JsonDocument(String text, Locator locator) {
        this.text = text;
        this.locator = locator;
        this.reader = reader(text);
    }

    private static JsonReader reader(String text) {
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        reader.setNestingLimit(DEEPEST);
        return reader;
    }

    /** The number of the token that comes next, for {@link #fault(int, String)}. */
    int mark() {
        return consumed;
    }

    JsonToken peek() {
        return checked(reader::peek);
    }

    boolean more() {
        return checked(reader::hasNext);
    }

    /** Takes the next token: a name, a string, a number as it is written, true or false, or "" for any other. */
    String take() {
        String taken = checked(() -> consume(reader));
        consumed++;
        return taken;
    }

    /** Takes a whole value, whatever it is. */
    void skip() {
        int depth = 0;
        do {
            switch (peek()) {
                case BEGIN_OBJECT, BEGIN_ARRAY -> depth++;
                case END_OBJECT, END_ARRAY -> depth--;
                default -> {}
            }
            take();
        } while (depth > 0);
    }

    SpecificationException fault(int mark, String problem) {
        JsonReader again = reader(text);
        try {
            for (int i = 0; i < mark; i++) {
                consume(again);
            }
            return locator.fault(start(again), problem);
        } catch (IOException e) {
            return locator.fault(0, problem);
        }
    }

    private static String consume(JsonReader reader) throws IOException {
        switch (reader.peek()) {
            case BEGIN_OBJECT -> reader.beginObject();
            case END_OBJECT -> reader.endObject();
            case BEGIN_ARRAY -> reader.beginArray();
            case END_ARRAY -> reader.endArray();
            case NULL -> reader.nextNull();
            case NAME -> {
                return reader.nextName();
            }
            case BOOLEAN -> {
                return String.valueOf(reader.nextBoolean());
            }
            default -> {
                return reader.nextString();
            }
        }
        return "";
    }

    /** Where the token that comes next begins. A peek has already gone past a bracket, a quote, a number or a literal. */
    private int start(JsonReader reader) throws IOException {
        JsonToken token = reader.peek();
        int here = offset(reader.toString());
        return switch (token) {
            case END_DOCUMENT -> here;
            case NUMBER -> numberStart(here);
            case BOOLEAN -> text.startsWith("false", Math.max(0, here - 5)) ? here - 5 : here - 4;
            case NULL -> here - 4;
            default -> here - 1;
        };
    }

    private int numberStart(int end) {
        int start = end;
        while (start > 0 && "0123456789+-.eE".indexOf(text.charAt(start - 1)) >= 0) {
            start--;
        }
        return start;
    }

    private int offset(String placed) {
        Matcher place = PLACE.matcher(placed);
        if (!place.find()) {
            return 0;
        }
        int start = 0;
        for (int line = Integer.parseInt(place.group(1)); line > 1; line--) {
            start = text.indexOf('\n', start) + 1;
        }
        // A byte order mark at the very beginning is not counted by the parser.
        int mark = start == 0 && text.startsWith("\ufeff") ? 1 : 0;
        return Math.min(text.length(), start + mark + Integer.parseInt(place.group(2)) - 1);
    }

    private <T> T checked(Read<T> read) {
        try {
            return read.read();
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            int place = offset(message) - (tookTheFault(e, message) ? 1 : 0);
            throw locator.fault(Math.max(0, place), "bad JSON: " + wording(message));
        }
    }

    // The parser has taken the letter that it complains of, unless the text ended there or a bare word begins there.
    private boolean tookTheFault(IOException e, String message) {
        int last = offset(message) - 1;
        boolean bareWord = message.contains("setStrictness") && last >= 0 && ":,[ \n\t".indexOf(text.charAt(last)) >= 0;
        return !(e instanceof EOFException) && !message.startsWith("Unterminated string") && !bareWord;
    }

    // The parser advises its own user to be lenient; ours can only mend the text.
    private static String wording(String message) {
        if (message.contains("setStrictness")) {
            return "not a value or a bracket that may stand here";
        }
        Matcher place = PLACE.matcher(message);
        String bare = place.find()
                ? message.substring(0, place.start())
                : message.lines().findFirst().orElse("");
        // It quotes the text as it is.
        return bare.equals("End of input") ? "it ends too early" : Escapes.safe(bare);
    }

    private interface Read<T> {
        T read() throws IOException;
    }
}
