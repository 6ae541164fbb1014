// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests that the pages name are there. */
class SecurityPageTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** A class, perhaps with its package, perhaps with a method. */
    private static final Pattern NAMED =
            Pattern.compile("`(?:[a-z]+\\.)*([A-Z]\\w*(?:Test|IT|Contract))(?:\\.(\\w+))?`");

    @ParameterizedTest
    @ValueSource(strings = {"docs/security.md", "docs/protocol.md"})
    void eachTestThatIsNamedIsThere(String page) throws IOException {
        List<String> missing = new ArrayList<>();
        for (MatchResult named : named(page)) {
            if (sources(named.group(1)).stream().noneMatch(source -> has(source, named.group(2)))) {
                missing.add(named.group());
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void eachPromiseHasItsTest() throws IOException {
        List<String> rows = Files.readAllLines(ROOT.resolve("docs/security.md")).stream()
                .filter(line -> line.matches("\\| \\*\\*\\d+ .*"))
                .toList();

        assertThat(rows)
                .hasSizeGreaterThanOrEqualTo(7)
                .allMatch(row -> NAMED.matcher(row).find());
    }

    private static List<MatchResult> named(String page) throws IOException {
        List<MatchResult> named =
                NAMED.matcher(Files.readString(ROOT.resolve(page))).results().toList();
        assertThat(named).hasSizeGreaterThan(10);
        return named;
    }

    private static List<Path> sources(String name) throws IOException {
        try (Stream<Path> all = Files.find(ROOT, 12, (path, facts) -> path.endsWith(name + ".java"))) {
            return all.filter(path -> !path.toString().contains("/target/")).toList();
        }
    }

    private static boolean has(Path source, String method) {
        try {
            return method == null || Files.readString(source).contains("void " + method + "(");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
