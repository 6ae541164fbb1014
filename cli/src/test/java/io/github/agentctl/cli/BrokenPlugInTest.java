// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.agentctl.api.CallCodec;
import io.github.agentctl.api.WireProvider;
import io.github.agentctl.api.transport.Availability;
import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.TransportProvider;
import io.grpc.Deadline;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With jars as they may lie in {@code lib/ext}. */
class BrokenPlugInTest {
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @TempDir
    Path directory;

    @BeforeEach
    void addPlugIns() throws IOException {
        URL[] jars = {
            plugIn("missing.jar", TransportProvider.class, "x.Missing"),
            plugIn("throwing.jar", TransportProvider.class, Throwing.class.getName()),
            plugIn("wire.jar", WireProvider.class, "x.Wire"),
            plugIn("codec.jar", CallCodec.class, "x.Codec"),
        };
        // Before the rest, so that whoever stops at the first does not get far.
        Thread.currentThread().setContextClassLoader(new URLClassLoader(jars, before));
    }

    @AfterEach
    void resetLoader() {
        Thread.currentThread().setContextClassLoader(before);
    }

    private URL plugIn(String name, Class<?> port, String provider) throws IOException {
        Path jar = directory.resolve(name);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry("META-INF/services/" + port.getName()));
            out.write(provider.getBytes(StandardCharsets.UTF_8));
        }
        return jar.toUri().toURL();
    }

    @Test
    void isARowOfItsOwnAmongTheOthers() {
        Transcript run = Transcript.of("transports");

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.lines())
                .anyMatch(line -> line.matches("sim: .* yes"))
                .anyMatch(line -> line.matches("throwing: +throwing +no: .*Throwing fails: .*boom \\(.+\\)"))
                .last()
                .asString()
                .matches("\\? +x.Missing +no: Provider x.Missing not found \\(remove " + directory
                        + "/missing.jar, or replace it\\)");
    }

    @Test
    void isAnObjectOfJson() {
        JsonObject last = Transcript.of("transports", "--output", "json").lines().stream()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .reduce((first, second) -> second)
                .orElseThrow();

        assertThat(last.get("provider").getAsString()).isEqualTo("x.Missing");
        assertThat(last.get("available").getAsBoolean()).isFalse();
        assertThat(last.get("remedy").getAsString()).contains("missing.jar");
    }

    @Test
    void doesNotKeepOthersFromWorking() {
        Transcript run = Transcript.of("connect", "--server-address", "sim:", "-c", "Check");

        assertThat(run).isEqualTo(new Transcript(0, "{\"status\":\"SERVING\"}\n", ""));
    }

    @Test
    void isNamedWhereItsSchemeMayBeMeant() {
        Transcript run = Transcript.of("connect", "--server-address", "missing://x", "-c", "Check");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("unknown scheme 'missing'", "x.Missing cannot be used", "missing.jar");
    }

    /** Works but where it is asked whether it does. */
    public static final class Throwing implements TransportProvider {
        @Override
        public String name() {
            return "throwing";
        }

        @Override
        public Set<String> schemes() {
            return Set.of("throwing");
        }

        @Override
        public boolean supports(Endpoint endpoint) {
            return true;
        }

        @Override
        public Availability availability() {
            throw new IllegalStateException("boom");
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
}
