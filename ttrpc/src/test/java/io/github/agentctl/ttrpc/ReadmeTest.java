// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The user's page shows code that is compiled and run: that of the example. How far it is indented does not count. */
class ReadmeTest {
    private static final Path EXAMPLE = Path.of("../examples/ttrpc-greeter");
    private static final Pattern CODE = Pattern.compile("```(?:java|xml|proto)\n(.*?)```", Pattern.DOTALL);

    @Test
    void itsCodeIsThatOfTheExample() throws IOException {
        List<String> example = sources();
        List<String> blocks = CODE.matcher(Files.readString(Path.of("README.md")))
                .results()
                .map((MatchResult found) -> bare(found.group(1)))
                .toList();
        assertThat(blocks)
                .hasSizeGreaterThan(15)
                .allSatisfy(block ->
                        assertThat(example).as("a file with%n%s", block).anyMatch(source -> source.contains(block)));
    }

    private static List<String> sources() throws IOException {
        try (Stream<Path> files =
                Stream.concat(Files.walk(EXAMPLE.resolve("src")), Stream.of(EXAMPLE.resolve("pom.xml")))) {
            return files.filter(Files::isRegularFile)
                    .map(ReadmeTest::read)
                    .map(ReadmeTest::bare)
                    .toList();
        }
    }

    private static String bare(String text) {
        return text.lines().map(line -> line.strip() + "\n").collect(Collectors.joining());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
