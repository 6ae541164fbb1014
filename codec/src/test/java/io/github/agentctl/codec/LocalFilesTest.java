// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.agentctl.proto.SetPolicyRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFilesTest {
    @TempDir
    Path folder;

    private Path fifo() throws Exception {
        Path fifo = folder.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        return fifo;
    }

    @Test
    void givesUpOnAFifoThatNobodyWrites() throws Exception {
        Path fifo = fifo();
        LocalFiles files = new LocalFiles(InputStream.nullInputStream(), Duration.ofMillis(50));
        assertThatThrownBy(() -> files.read(fifo)).hasMessageContaining("nobody opened the other end of it");
    }

    @Test
    void readsAFifo() throws Exception {
        Path fifo = fifo();
        LocalFiles files = new LocalFiles(InputStream.nullInputStream());
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            try (OutputStream out = Files.newOutputStream(fifo)) {
                out.write("hello".getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        assertThat(files.readText(fifo.toString())).isEqualTo("hello");
        writer.join();
    }

    @Test
    void refusesAFileOfMoreThan64MebibytesBeforeItIsRead() throws Exception {
        Path file = folder.resolve("sparse");
        try (var out = Files.newByteChannel(
                file, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE)) {
            out.position(1L << 40).write(java.nio.ByteBuffer.wrap(new byte[1]));
        }
        LocalFiles files = new LocalFiles(InputStream.nullInputStream());
        long before = allocated();
        assertThatThrownBy(() -> files.read(file)).hasMessageContaining("it has more than 64 MiB");
        assertThat(allocated() - before).isLessThan(8 << 20);
    }

    /** By this thread. By reflection, for the module does not read that of the JDK's management. */
    private static long allocated() throws ReflectiveOperationException {
        Object threads = Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getThreadMXBean")
                .invoke(null);
        return (long) Class.forName("com.sun.management.ThreadMXBean")
                .getMethod("getCurrentThreadAllocatedBytes")
                .invoke(threads);
    }

    @Test
    void takesNoMoreThanFourMebibytesOfADevice() {
        LocalFiles files = new LocalFiles(InputStream.nullInputStream());
        for (String command : new String[] {
            "WriteStdin data=@/dev/zero", "CreateSandbox file:///dev/zero", "SetPolicy policy_file=/dev/zero"
        }) {
            assertThat(Commands.plain().fault(command)).hasMessageContaining("it has more than 4 MiB");
        }
        assertThatThrownBy(() -> files.read(Path.of("/dev/urandom"))).hasMessageContaining("it has more than 4 MiB");
    }

    @Test
    void copiesNoDeviceAndNoFifo() throws Exception {
        for (Path special : new Path[] {fifo(), Path.of("/dev/zero")}) {
            assertThat(Commands.plain().fault("CopyFile src='" + special + "' dest=/x"))
                    .hasMessageContaining("is no file, directory or symbolic link");
        }
    }

    @Test
    void saysWhyAFileCannotBeRead() {
        assertThat(LocalFiles.reason(new AccessDeniedException("/x"))).isEqualTo("permission denied");
        assertThat(LocalFiles.reason(new IOException("Input/output error"))).isEqualTo("input/output error");
        assertThat(LocalFiles.reason(new IOException())).isEqualTo("IOException");
        assertThatThrownBy(() -> LocalFiles.path("a\0b")).hasMessageContaining("is no path");
    }

    @Test
    void readsAPolicy() throws Exception {
        Path policy = Files.writeString(folder.resolve("p.rego"), "package ü\n");
        for (String command : new String[] {
            "SetPolicy policy_file='" + policy + "'", "SetPolicy json://{\"policy_file\": \"" + policy + "\"}"
        }) {
            assertThat(Commands.plain().request(command, SetPolicyRequest.class).getPolicy())
                    .isEqualTo("package ü\n");
        }
    }

    @Test
    void refusesAPolicyThatIsNoText() throws Exception {
        Path policy = Files.write(folder.resolve("p.rego"), new byte[] {(byte) 0xc3});
        assertThat(Commands.plain().fault("SetPolicy policy_file='" + policy + "'"))
                .hasMessageContaining("is not UTF-8 text");
    }
}
