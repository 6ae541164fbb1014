// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.agentctl.api.transport.TransportProvider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServicesTest {
    @Test
    void sayTheSameOnBothPaths() throws IOException {
        ModuleDescriptor module = ModuleDescriptor.read(resource("/module-info.class"));
        String service = TransportProvider.class.getName();

        String file = new String(resource("/META-INF/services/" + service).readAllBytes(), StandardCharsets.UTF_8);

        assertThat(module.provides()).singleElement().satisfies(provides -> {
            assertThat(provides.service()).isEqualTo(service);
            assertThat(provides.providers()).isEqualTo(List.of(file.strip()));
        });
    }

    private static InputStream resource(String name) throws IOException {
        // Other modules have files of these names too: ours lies beside our classes.
        var place = SimulatedAgent.class.getProtectionDomain().getCodeSource().getLocation();
        return new java.net.URL(place, "." + name).openStream();
    }
}
