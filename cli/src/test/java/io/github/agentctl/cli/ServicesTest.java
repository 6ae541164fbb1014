// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same services on the module path and on the class path. */
class ServicesTest {
    private static final String FOLDER = "META-INF/services/";

    static Stream<ModuleReference> modules() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(ServicesTest::isModule)
                .flatMap(path -> ModuleFinder.of(path).findAll().stream())
                .filter(module -> !module.descriptor().isAutomatic())
                .filter(module -> module.descriptor().name().startsWith("io.github.agentctl"));
    }

    @Test
    void areThoseOfAllModules() {
        assertThat(modules().map(module -> module.descriptor().name().substring("io.github.agentctl.".length())))
                .contains(
                        "api",
                        "transport.spi",
                        "transport.unix",
                        "transport.vsock",
                        "transport.hybrid",
                        "ttrpc",
                        "codec",
                        "client",
                        "simulator",
                        "cli");
        assertThat(modules()
                        .flatMap(module -> module.descriptor().provides().stream())
                        .map(ModuleDescriptor.Provides::service))
                .contains(
                        "io.github.agentctl.api.transport.TransportProvider",
                        "io.github.agentctl.api.WireProvider",
                        "io.github.agentctl.api.CallCodec");
    }

    @ParameterizedTest
    @MethodSource("modules")
    void areDeclaredTwiceAlike(ModuleReference module) throws IOException {
        Map<String, List<String>> declared = module.descriptor().provides().stream()
                .collect(Collectors.toMap(
                        ModuleDescriptor.Provides::service,
                        provides -> provides.providers().stream().sorted().toList()));

        assertThat(files(module)).isEqualTo(declared);
    }

    private static Map<String, List<String>> files(ModuleReference module) throws IOException {
        Map<String, List<String>> files = new TreeMap<>();
        try (ModuleReader reader = module.open();
                Stream<String> names = reader.list()) {
            for (String name : names.filter(name -> name.startsWith(FOLDER) && !name.endsWith("/"))
                    .toList()) {
                try (InputStream file = reader.open(name).orElseThrow()) {
                    files.put(
                            name.substring(FOLDER.length()),
                            new String(file.readAllBytes(), StandardCharsets.UTF_8)
                                    .lines()
                                    .map(line -> line.replaceAll("#.*", "").strip())
                                    .filter(line -> !line.isEmpty())
                                    .sorted()
                                    .toList());
                }
            }
        }
        return files;
    }

    private static boolean isModule(Path path) {
        String name = path.getFileName().toString();
        return Files.isDirectory(path)
                ? Files.exists(path.resolve("module-info.class"))
                : name.startsWith("agentctl-") || name.startsWith("ttrpc-");
    }
}
