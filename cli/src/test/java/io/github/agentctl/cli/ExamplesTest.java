// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {
    private static final String MARK = "  $ ";

    static Stream<String> commandLines() {
        return Transcript.of("examples").lines().stream()
                .filter(line -> line.startsWith(MARK))
                .map(line -> line.substring(MARK.length()));
    }

    @Test
    void showsWhatThereIsToShow() {
        assertThat(Transcript.of("examples").code()).isZero();
        assertThat(commandLines()).hasSizeGreaterThan(15);
    }

    @ParameterizedTest
    @MethodSource("commandLines")
    void areCommandLines(String line) throws IOException, InterruptedException {
        for (List<String> arguments : Shell.commandLines(line, Map.of("bundle_dir", "../examples/bundle"))) {
            if (arguments.contains("simulate")) {
                continue;
            }
            if (arguments.contains("describe")) {
                assertThat(Transcript.of(arguments.toArray(String[]::new)).code())
                        .isZero();
                continue;
            }
            Transcript run = Transcript.given()
                    .stdin("{\"mem_block_size\": true}\n".repeat(line.contains("| kata-agent-ctl connect -c") ? 1 : 0))
                    .run(Stream.concat(
                                    arguments.stream().filter(word -> !word.equals("--dry-run")),
                                    Stream.of("--dry-run"))
                            .toArray(String[]::new));

            assertThat(run.code()).as(run.err()).isZero();
        }
    }
}
