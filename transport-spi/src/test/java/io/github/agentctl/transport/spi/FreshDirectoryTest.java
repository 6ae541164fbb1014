// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreshDirectoryTest {
    @TempDir
    Path parent;

    @Test
    void nobodyElseMayLookIntoIt() throws IOException {
        try (FreshDirectory directory = FreshDirectory.beside(parent.resolve("agent.sock"))) {
            assertThat(directory.path()).hasParent(parent);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.path())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void goesWithWhatIsInIt() throws IOException {
        try (FreshDirectory directory = FreshDirectory.beside(parent.resolve("agent.sock"))) {
            Files.createFile(directory.path().resolve("s"));
        }
        assertThat(parent).isEmptyDirectory();
    }
}
