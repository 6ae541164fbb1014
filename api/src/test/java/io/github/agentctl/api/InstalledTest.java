// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.agentctl.api.Installed.Broken;
import io.github.agentctl.api.transport.Availability;
import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.TransportProvider;
import io.github.agentctl.api.transport.Transports;
import io.grpc.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class InstalledTest {
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final List<URL> jars = new ArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void resetLoader() {
        Thread.currentThread().setContextClassLoader(before);
    }

    @Test
    void namesTheJarOfAClassThatIsMissing() throws IOException {
        Path bad = jar("bad.jar", "x.Missing");
        Installed<TransportProvider> installed = load();

        assertThat(names(installed)).containsExactly("good");
        assertThat(installed.broken())
                .containsExactly(
                        new Broken("x.Missing", "Provider x.Missing not found", "remove " + bad + ", or replace it"));
    }

    @Test
    void saysThatAClassIsMadeForANewerJava() throws IOException {
        byte[] newer = compiled(Plugin.class);
        newer[7] = (byte) 200;
        Path bad = jar("newer.jar", rename(Plugin.class, "Newest"), rename(newer, "Newest"));
        Installed<TransportProvider> installed = load();

        assertThat(names(installed)).containsExactly("good");
        assertThat(installed.broken()).singleElement().satisfies(broken -> {
            assertThat(broken.provider()).isEqualTo(rename(Plugin.class, "Newest"));
            assertThat(broken.reason()).isEqualTo("it is made for a newer Java than this one, " + java());
            assertThat(broken.remedy()).isEqualTo("run a newer Java; or remove " + bad + ", or replace it");
        });
    }

    @Test
    void namesTheJarOfAClassThatLacksItsSuperclass() throws IOException {
        // Its superclass is renamed along with it, and is nowhere.
        Path bad = jar("part.jar", rename(Plugin.class, "Orphan"), rename(compiled(Plugin.class), "Orphan"));
        Installed<TransportProvider> installed = load();

        assertThat(names(installed)).containsExactly("good");
        assertThat(installed.broken()).singleElement().satisfies(broken -> {
            assertThat(broken.provider()).isEqualTo(rename(Plugin.class, "Orphan"));
            assertThat(broken.reason()).contains("NoClassDefFoundError").contains("OrphanBase");
            assertThat(broken.remedy()).contains(bad.toString());
        });
    }

    @Test
    void namesTheJarWhoseServiceFileCannotBeRead() throws IOException {
        Path bad = jar("garbage.jar", "no class at all");
        Installed<TransportProvider> installed = load();

        assertThat(names(installed)).containsExactly("good");
        assertThat(installed.broken())
                .singleElement()
                .extracting(Broken::remedy)
                .isEqualTo("remove " + bad + ", or replace it");
    }

    @Test
    void leavesOutWhatThrowsWhenItIsMadeOrAskedForItsName() throws IOException {
        jar("throwing.jar", Unmakeable.class.getName() + "\n" + Nameless.class.getName());
        Installed<TransportProvider> installed = load();

        assertThat(names(installed)).containsExactly("good");
        assertThat(installed.broken())
                .extracting(Broken::provider)
                .containsExactly(Unmakeable.class.getName(), Nameless.class.getName());
        assertThat(installed.broken())
                .extracting(Broken::reason)
                .satisfiesExactly(
                        first -> assertThat(first)
                                .contains("could not be instantiated: ")
                                .contains("not today"),
                        second -> assertThat(second).contains("nameless"));
    }

    @Test
    void theChoiceAmongTransportsSaysWhatIsBroken() throws IOException {
        Path bad = jar("bad.jar", "x.Missing");
        load();
        Transports transports = Transports.installed();

        assertThat(transports.select(new Endpoint.Other("good", "x"), null).name())
                .isEqualTo("good");
        assertThat(transports.broken()).hasSize(1);
        assertThatThrownBy(() -> transports.select(new Endpoint.Other("tcp", "x"), null))
                .hasMessageContaining("unknown scheme 'tcp'; installed are: good:; x.Missing cannot be used: Provider")
                .hasMessageContaining(bad.toString());
    }

    /** Behind those that are broken there is always a good one. */
    private Installed<TransportProvider> load() throws IOException {
        jar("zgood.jar", Good.class.getName());
        Thread.currentThread().setContextClassLoader(new URLClassLoader(jars.toArray(URL[]::new), before));
        return Installed.of(TransportProvider.class, TransportProvider::name);
    }

    private static List<String> names(Installed<TransportProvider> installed) {
        return installed.providers().stream().map(TransportProvider::name).toList();
    }

    private Path jar(String name, String services) throws IOException {
        return jar(name, services, new byte[0]);
    }

    /** @param compiled the class that the services name; nothing for none */
    private Path jar(String name, String services, byte[] compiled) throws IOException {
        Path jar = directory.resolve(name);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry("META-INF/services/" + TransportProvider.class.getName()));
            out.write(services.getBytes(StandardCharsets.UTF_8));
            if (compiled.length > 0) {
                out.putNextEntry(new ZipEntry(services.replace('.', '/') + ".class"));
                out.write(compiled);
            }
        }
        jars.add(jar.toUri().toURL());
        return jar;
    }

    private static byte[] compiled(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream("InstalledTest$" + type.getSimpleName() + ".class")) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    private static String rename(Class<?> type, String name) {
        return type.getName().replace("Plugin", name);
    }

    /** A name of the same length fits in its place. */
    private static byte[] rename(byte[] compiled, String name) {
        return new String(compiled, StandardCharsets.ISO_8859_1)
                .replace("Plugin", name)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static int java() {
        return Runtime.version().feature();
    }

    public static class PluginBase implements TransportProvider {
        @Override
        public String name() {
            return "plugin";
        }

        @Override
        public Set<String> schemes() {
            return Set.of(name());
        }

        @Override
        public boolean supports(Endpoint endpoint) {
            return true;
        }

        @Override
        public Availability availability() {
            return new Availability.Available();
        }

        @Override
        public Connection connect(Endpoint endpoint, Deadline deadline) {
            throw new AssertionError("not asked for");
        }

        @Override
        public Listener listen(Endpoint endpoint) {
            throw new AssertionError("not asked for");
        }
    }

    public static final class Plugin extends PluginBase {}

    public static final class Good extends PluginBase {
        @Override
        public String name() {
            return "good";
        }
    }

    public static final class Unmakeable extends PluginBase {
        public Unmakeable() {
            throw new IllegalStateException("not today");
        }
    }

    public static final class Nameless extends PluginBase {
        @Override
        public String name() {
            throw new IllegalStateException("nameless");
        }
    }
}
