// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.unix;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.TransportProvider;
import io.github.agentctl.api.transport.Transports;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProvidersTest {
    private static final Path CLASSES = Path.of("target", "classes");

    @Test
    void aPathIsServedByTheJdkAndANameByJunixsocket() {
        Transports installed = Transports.installed();
        assertThat(installed.select(new Endpoint.Unix("/run/x.sock"), null).name())
                .isEqualTo("jdk");
        assertThat(installed
                        .select(new Endpoint.Unix("/run/x.sock"), "junixsocket")
                        .name())
                .isEqualTo("junixsocket");
        assertThat(installed.select(new Endpoint.AbstractUnix("x"), null).name())
                .isEqualTo("junixsocket");
        assertThat(new JdkTransport().supports(new Endpoint.AbstractUnix("x"))).isFalse();
    }

    @Test
    void theModuleSaysTheSameAsTheClassPath() throws IOException {
        List<String> listed =
                Files.readAllLines(CLASSES.resolve("META-INF/services").resolve(TransportProvider.class.getName()));
        try (InputStream compiled = Files.newInputStream(CLASSES.resolve("module-info.class"))) {
            List<String> provided = ModuleDescriptor.read(compiled).provides().stream()
                    .filter(provides -> provides.service().equals(TransportProvider.class.getName()))
                    .flatMap(provides -> provides.providers().stream())
                    .toList();
            assertThat(provided).containsExactlyInAnyOrderElementsOf(listed).hasSize(2);
        }
    }

    @Test
    void aPathDoesNotLoadJunixsocket() throws Exception {
        String output = ChildJvm.run(List.of("-Xlog:class+load"), "path");
        assertThat(output).contains("REFUSED or NOT_THERE").doesNotContain("org.newsclub");
    }

    @Test
    void saysWhyJunixsocketDoesNotWorkAndWhatToDo() throws Exception {
        String output = ChildJvm.run(
                List.of(
                        "-Dorg.newsclub.net.unix.library.override.force=true",
                        "-Dorg.newsclub.net.unix.library.override=/nonexistent.so"),
                "availability");
        assertThat(output)
                .contains("junixsocket does not work here")
                .contains("java.io.tmpdir")
                .contains("unix:///PATH");
    }
}
