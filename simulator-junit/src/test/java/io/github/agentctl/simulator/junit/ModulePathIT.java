// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A named module of tests that depends on the extension runs them, with everything on the module path. */
@Timeout(120)
class ModulePathIT {
    private static final List<String> SOURCES = List.of("module-info", "Consumer", "ConsumerTest");

    @Test
    void runsTheTestsOfANamedModule(@TempDir Path directory) throws Exception {
        String modules = modulePath();
        Path consumer = compiled(modules, directory);
        Path out = directory.resolve("out");
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-p",
                        modules + File.pathSeparator + consumer,
                        "--add-modules",
                        "org.junit.jupiter.engine",
                        "-m",
                        "consumer/consumer.Consumer")
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            assertThat(java.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            java.destroyForcibly();
        }

        assertThat(Files.readString(out)).endsWith("consumer: 1 passed\n");
        assertThat(java.exitValue()).isZero();
    }

    /** All that this test runs with, but for its own classes. */
    private static String modulePath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.replaceFirst("/$", "").endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path compiled(String modules, Path directory) throws IOException, URISyntaxException {
        Path consumer = directory.resolve("consumer");
        List<String> arguments = new ArrayList<>(List.of("-p", modules, "-d", consumer.toString()));
        Path sources = Path.of(ModulePathIT.class.getResource("/consumer").toURI());
        for (String name : SOURCES) {
            Path source = directory.resolve(name + ".java");
            Files.copy(sources.resolve(name + ".txt"), source);
            arguments.add(source.toString());
        }
        assertThat(ToolProvider.findFirst("javac")
                        .orElseThrow()
                        .run(System.out, System.err, arguments.toArray(String[]::new)))
                .isZero();
        return consumer;
    }
}
