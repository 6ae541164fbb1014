// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file with places in it, {@code @name@}, that are filled in. Not thread-safe. */
final class PageTemplate {
    private static final Pattern PLACE = Pattern.compile("@([a-z]+)@");

    private final String text;
    private final Map<String, String> values = new LinkedHashMap<>();

    private PageTemplate(String text) {
        this.text = text;
    }

    static PageTemplate of(Path file) {
        try {
            return new PageTemplate(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PageTemplate put(String name, String value) {
        values.put(name, value);
        return this;
    }

    /** @throws IllegalStateException where a place has no value, or a value no place */
    String text() {
        List<String> places =
                PLACE.matcher(text).results().map(found -> found.group(1)).toList();
        if (!values.keySet().containsAll(places) || !places.containsAll(values.keySet())) {
            throw new IllegalStateException("places " + places + ", values " + values.keySet());
        }
        return PLACE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found.group(1))));
    }

    private String value(String name) {
        return values.getOrDefault(name, "");
    }
}
