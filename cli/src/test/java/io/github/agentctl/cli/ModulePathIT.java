// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A named module that depends on the client alone makes calls with all jars of the distribution on the module path. */
@Timeout(120)
class ModulePathIT {
    @Test
    void callsFromANamedModule(@TempDir Path classes) throws IOException, InterruptedException, URISyntaxException {
        String jars = Ran.distribution().resolve("lib").toString();
        Path sources = Path.of(ModulePathIT.class.getResource("/consumer").toURI());
        Path renamed = Files.createDirectories(classes.resolve("sources"));
        for (String name : new String[] {"module-info", "Consumer"}) {
            Files.copy(sources.resolve(name + ".txt"), renamed.resolve(name + ".java"));
        }
        ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
        assertThat(javac.run(
                        System.out,
                        System.err,
                        "-p",
                        jars,
                        "-d",
                        classes.resolve("consumer").toString(),
                        renamed.resolve("module-info.java").toString(),
                        renamed.resolve("Consumer.java").toString()))
                .isZero();

        Ran ran = Ran.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-p",
                jars + ":" + classes.resolve("consumer"),
                "-m",
                "consumer/consumer.Consumer");

        assertThat(ran)
                .isEqualTo(new Ran(
                        0, "blocking SERVING\nby name SERVING\nfuture SERVING\njson {\"status\":\"SERVING\"}\n", ""));
    }
}
