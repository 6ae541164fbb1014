// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.agentctl.api.SpecificationException;
import io.github.agentctl.proto.CreateContainerRequest;
import io.github.agentctl.proto.LinuxNamespace;
import io.github.agentctl.proto.Spec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CreateContainer from an image, with scripts in the place of skopeo and umoci. */
@Timeout(60)
class OciImageTest {
    private static final Path TOOLS = Path.of("src/test/resources/image-tools").toAbsolutePath();
    private static final String HELLO = "CreateContainer json://{\"image\": \"example.org/hello\", \"id\": \"c1\"}";

    private final List<String> notes = new ArrayList<>();

    @TempDir
    Path temporary;

    @Test
    void isUnpackedAndSentAsTheRuntimesSendABundle() throws IOException {
        CreateContainerRequest request = create(true, null, HELLO);
        Spec spec = request.getOCI();

        assertThat(request.getContainerId()).isEqualTo("c1");
        assertThat(spec.getProcess().getArgsList()).containsExactly("echo", "there");
        assertThat(spec.getProcess().getEnvList()).containsExactly("PATH=/bin", "GREETING=hello");
        assertThat(spec.getProcess().getCwd()).isEqualTo("/home");
        assertThat(spec.getProcess().getTerminal()).isFalse();
        assertThat(spec.getProcess().getUser().getUID()).isEqualTo(7);
        assertThat(spec.getLinux().getNamespacesList())
                .extracting(LinuxNamespace::getType)
                .containsExactly("uts", "mount");
        assertThat(spec.getLinux().getCgroupsPath()).isEqualTo("/agentctl/c1");
        assertThat(Path.of(spec.getRoot().getPath()).resolve("etc/motd")).hasContent("hello");
        assertThat(notes).anyMatch(note -> note.startsWith("unpacked 'example.org/hello' to "));
        try (Stream<Path> left = Files.list(unpacked().getParent())) {
            assertThat(left).containsExactly(unpacked());
        }
    }

    @Test
    void isSentAsItIsUnpackedWithoutGeneratedValues() {
        CreateContainerRequest request = create(false, null, "CreateContainer image=hello");

        assertThat(request.getContainerId()).isEmpty();
        assertThat(request.getOCI().getLinux().getNamespacesCount()).isEqualTo(3);
        assertThat(request.getOCI().getRoot().getPath()).startsWith("/").endsWith("/bundle/rootfs");
    }

    @Test
    void leavesTheLastWordToTheUser() {
        CreateContainerRequest request = create(
                true,
                null,
                "CreateContainer image=oci:/anywhere/hello cid=c2 OCI.Process.Args=a,b OCI.Process.Terminal=true");

        assertThat(request.getContainerId()).isEqualTo("c2");
        assertThat(request.getOCI().getProcess().getArgsList()).containsExactly("a", "b");
        assertThat(request.getOCI().getProcess().getTerminal()).isTrue();
        assertThat(request.getOCI().getProcess().getCwd()).isEqualTo("/home");
    }

    @Test
    void givesABundleItsProcessAndRoot(@TempDir Path bundle) throws IOException {
        Files.writeString(
                bundle.resolve("config.json"),
                "{\"process\": {\"args\": [\"x\"], \"user\": {\"uid\": 1}}, \"root\": {\"path\": \"r\", \"readonly\": true},"
                        + " \"hostname\": \"h\"}");

        Spec spec = create(true, bundle, HELLO).getOCI();

        assertThat(spec.getHostname()).isEqualTo("h");
        assertThat(spec.getProcess().getArgsList()).containsExactly("echo", "there");
        assertThat(spec.getProcess().getUser().getUID()).isEqualTo(1);
        assertThat(spec.getRoot().getReadonly()).isTrue();
        assertThat(spec.getRoot().getPath()).isEqualTo(unpacked() + "/rootfs");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "image=nosuch          | cannot pull 'nosuch': skopeo ended with 1: no such image: \\u{1b}[2Jdocker://nosuch",
                "image=broken          | cannot unpack 'broken': umoci ended with 1",
                "image=                | the name of an image is missing",
                "image=hello id=a cid=b | takes id or container_id, not both",
                "image=garbled         | config.json, line 2, column 1",
            })
    void saysWhatFailed(String sources, String problem) throws IOException {
        String command = "CreateContainer " + sources;

        assertThatExceptionOfType(SpecificationException.class)
                .isThrownBy(() -> create(true, null, command))
                .withMessageContaining(problem)
                .satisfies(e -> assertThat(e.position()).isPositive());
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void isDeletedWhereNoContainerComesOfIt() throws IOException {
        CallParser parser = parser(true, null, new OciImage(TOOLS.toString(), temporary));
        parser.parse(HELLO);
        Path locked = Files.createDirectory(unpacked().resolve("rootfs/locked"));
        Files.createFile(locked.resolve("file"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
        Files.createSymbolicLink(unpacked().resolve("rootfs/link"), TOOLS);

        parser.discardImages();

        assertThat(temporary).isEmptyDirectory();
        assertThat(TOOLS).isNotEmptyDirectory();
        assertThat(notes).anyMatch(note -> note.startsWith("deleted " + temporary));
    }

    @Test
    void staysForAContainerThatIsThereAndForACallThatIsToCome() throws IOException {
        CallParser parser = parser(true, null, new OciImage(TOOLS.toString(), temporary));
        parser.parse(HELLO);
        assertThatExceptionOfType(SpecificationException.class)
                .isThrownBy(() -> parser.parse("CreateContainer image=garbled"));
        assertThat(unpacked()).isDirectory();

        parser.keepImages();
        parser.discardImages();

        assertThat(unpacked()).isDirectory();
    }

    @Test
    void namesTheProgramThatIsMissing(@TempDir Path empty) throws IOException {
        for (String program : List.of("skopeo", "umoci")) {
            Path directory = Files.createDirectory(empty.resolve(program));
            if (program.equals("umoci")) {
                Files.copy(TOOLS.resolve("skopeo"), directory.resolve("skopeo"), StandardCopyOption.COPY_ATTRIBUTES);
            }
            CallParser parser = parser(true, null, new OciImage(directory.toString(), temporary));

            assertThatExceptionOfType(SpecificationException.class)
                    .isThrownBy(() -> parser.parse(HELLO))
                    .withMessageContaining("needs the program " + program + ", which is not on the PATH");
        }
    }

    @Test
    void endsWithTheThreadThatWaits() throws Exception {
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(SpecificationException.class)
                .isThrownBy(() -> create(true, null, "CreateContainer image=slow"))
                .withMessageContaining("interrupted");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(temporary).isEmptyDirectory();
    }

    private CreateContainerRequest create(boolean autoValues, Path bundle, String command) {
        var requests = parser(autoValues, bundle, new OciImage("relative:" + TOOLS, temporary))
                .parse(command)
                .requests();
        return (CreateContainerRequest) requests.iterator().next();
    }

    private Path unpacked() {
        return temporary.resolve(temporary.toFile().list()[0]).resolve("bundle");
    }

    private CallParser parser(boolean autoValues, Path bundle, OciImage images) {
        return new CallParser(
                new CallParser.Options(autoValues, bundle, InputStream.nullInputStream(), notes::add), images);
    }
}
