// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.agentctl.proto.CreateContainerRequest;
import io.github.agentctl.proto.ExecProcessRequest;
import io.github.agentctl.proto.LinuxNamespace;
import io.github.agentctl.proto.Spec;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.spi.FileSystemProvider;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CreateContainer and ExecProcess from a bundle as {@code runc spec} lays it out. */
class BundleTest {
    @TempDir
    Path bundle;

    @BeforeEach
    void write() throws Exception {
        try (InputStream in = Objects.requireNonNull(BundleTest.class.getResourceAsStream("/bundle/config.json"))) {
            Files.copy(in, bundle.resolve("config.json"));
        }
    }

    private static Spec oci(Commands commands, String command) {
        return commands.request(command, CreateContainerRequest.class).getOCI();
    }

    @Test
    void sendsTheSpecificationAsTheRuntimesDo() {
        Commands commands = Commands.auto(bundle);
        CreateContainerRequest request = commands.request("CreateContainer cid=c1", CreateContainerRequest.class);
        Spec spec = request.getOCI();
        assertThat(request.getContainerId()).isEqualTo("c1");
        assertThat(request.getExecId()).isEqualTo("c1");
        assertThat(spec.getVersion()).isEqualTo("1.2.0");
        assertThat(spec.getHostname()).isEqualTo("runc");
        assertThat(spec.getProcess().getTerminal()).isTrue();
        assertThat(spec.getProcess().getArgsList()).containsExactly("sh");
        assertThat(spec.getProcess().getCapabilities().getBoundingList()).hasSize(3);
        assertThat(spec.getProcess().getRlimits(0).getHard()).isEqualTo(1024);
        assertThat(spec.getRoot().getReadonly()).isTrue();
        assertThat(spec.getRoot().getPath()).isEqualTo(bundle.toAbsolutePath() + "/rootfs");
        assertThat(spec.getMounts(1).getOptionsList()).contains("strictatime");
        assertThat(spec.getLinux().getNamespacesList())
                .extracting(LinuxNamespace::getType)
                .containsExactly("ipc", "uts", "mount");
        assertThat(spec.getLinux().getNamespacesList())
                .extracting(LinuxNamespace::getPath)
                .containsOnly("");
        assertThat(spec.getLinux().getCgroupsPath()).isEqualTo("/agentctl/c1");
        assertThat(commands.notes)
                .containsExactly(
                        "dropped the pid namespace",
                        "dropped the network namespace",
                        "emptied the path of the uts namespace, '/proc/1/ns/uts'",
                        "dropped the cgroup namespace",
                        "made root.path absolute: " + bundle.toAbsolutePath() + "/rootfs",
                        "set linux.cgroupsPath to /agentctl/c1");
    }

    @Test
    void sendsItUnchangedWithoutGeneratedValues() {
        Commands commands = Commands.plain(bundle);
        CreateContainerRequest request = commands.request("CreateContainer", CreateContainerRequest.class);
        assertThat(request.getContainerId()).isEmpty();
        assertThat(request.getOCI().getRoot().getPath()).isEqualTo("rootfs");
        assertThat(request.getOCI().getLinux().getNamespacesCount()).isEqualTo(6);
        assertThat(request.getOCI().getLinux().getCgroupsPath()).isEmpty();
        assertThat(commands.notes).isEmpty();
        ExecProcessRequest exec = commands.request("ExecProcess", ExecProcessRequest.class);
        assertThat(exec.getProcess()).isEqualTo(request.getOCI().getProcess());
        assertThat(exec.getExecId()).isEmpty();
    }

    @Test
    void isNotUsedForADocumentWithoutGeneratedValues() {
        for (String call : new String[] {"CreateContainer", "ExecProcess"}) {
            assertThat(Commands.plain(bundle).request(call + " json://{}").getSerializedSize())
                    .isZero();
        }
        assertThat(oci(Commands.plain(bundle), "CreateContainer cid=a").hasRoot())
                .isTrue();
    }

    @Test
    void isNotUsedWhereADocumentHoldsTheSpecification() {
        Spec spec = oci(Commands.auto(bundle), "CreateContainer json://{\"OCI\":{\"Hostname\":\"mine\"}}");
        assertThat(spec).isEqualTo(Spec.newBuilder().setHostname("mine").build());
        assertThat(oci(Commands.auto(bundle), "CreateContainer json://{\"container_id\":\"x\"}")
                        .hasRoot())
                .isTrue();
    }

    @Test
    void isOverriddenByWhatTheUserGives() {
        Spec spec = oci(
                Commands.auto(bundle),
                "CreateContainer OCI.Process.Args=echo,hi OCI.Process.Env[]=A=b OCI.Process.Terminal=false"
                        + " OCI.Linux.CgroupsPath= OCI.Mounts[0].source=other");
        assertThat(spec.getProcess().getArgsList()).containsExactly("echo", "hi");
        assertThat(spec.getProcess().getEnvList()).hasSize(3).endsWith("A=b");
        assertThat(spec.getProcess().getTerminal()).isFalse();
        assertThat(spec.getLinux().getCgroupsPath()).isEmpty();
        assertThat(spec.getMounts(0).getDestination()).isEqualTo("/proc");
        assertThat(spec.getMounts(0).getSource()).isEqualTo("other");
    }

    @Test
    void givesItsProcessToExecProcess() {
        ExecProcessRequest exec =
                Commands.auto(bundle).request("ExecProcess cid=c process.Args[0]=ls", ExecProcessRequest.class);
        assertThat(exec.getProcess().getArgsList()).containsExactly("ls");
        assertThat(exec.getProcess().getCwd()).isEqualTo("/");
        assertThat(exec.getExecId()).hasSize(64);
    }

    @Test
    void isReadFromSpecWhateverTheOrder() {
        String config = bundle.resolve("config.json").toString();
        for (String spec : new String[] {
            "spec=file://" + config, "spec=" + config, "bundle-dir=" + bundle, "json://{\"spec\": \"" + config + "\"}"
        }) {
            for (String command : new String[] {
                "CreateContainer cid=abc OCI.Hostname=h " + spec, "CreateContainer " + spec + " cid=abc OCI.Hostname=h"
            }) {
                Spec sent = oci(Commands.auto(), command);
                assertThat(sent.getHostname()).isEqualTo("h");
                assertThat(sent.getRoot().getPath()).isEqualTo(bundle.toAbsolutePath() + "/rootfs");
                assertThat(sent.getLinux().getCgroupsPath()).isEqualTo("/agentctl/abc");
            }
        }
        assertThat(oci(Commands.plain(), "CreateContainer spec=file://" + config)
                        .getLinux()
                        .getNamespacesCount())
                .isEqualTo(6);
        assertThat(Commands.auto()
                        .request("ExecProcess spec=file://" + config + " cid=abcdefgh12", ExecProcessRequest.class)
                        .getProcess()
                        .getArgsList())
                .containsExactly("sh");
    }

    @Test
    void isReadFromStandardInput() {
        assertThat(oci(Commands.withStdin("{\"hostname\":\"x\"}"), "CreateContainer spec=file://-")
                        .getHostname())
                .isEqualTo("x");
    }

    @Test
    void keepsACgroupsPathAndAnAbsoluteRoot() throws Exception {
        Files.writeString(
                bundle.resolve("config.json"), "{\"root\":{\"path\":\"/r\"},\"linux\":{\"cgroupsPath\":\"/mine\"}}");
        Commands commands = Commands.auto(bundle);
        Spec spec = oci(commands, "CreateContainer cid=c");
        assertThat(spec.getLinux().getCgroupsPath()).isEqualTo("/mine");
        assertThat(spec.getRoot().getPath()).isEqualTo("/r");
        assertThat(commands.notes).isEmpty();
    }

    @Test
    void isAnErrorWithoutConfigJsonOnlyWhereItIsNeeded() {
        Path empty = bundle.resolve("none");
        Commands commands = Commands.auto(empty);
        assertThat(commands.request("Check").getSerializedSize()).isZero();
        for (String call : new String[] {"CreateContainer", "ExecProcess"}) {
            assertThat(commands.fault(call)).hasMessage("the bundle '" + empty + "' does not exist");
        }
        assertThat(Commands.plain(empty).request("CreateContainer json://{}").getSerializedSize())
                .isZero();
    }

    @Test
    void isLookedAtBeforeItsConfigJson() throws Exception {
        Path config = bundle.resolve("config.json");
        assertThat(Commands.auto(config).fault("CreateContainer"))
                .hasMessage("the bundle '" + config + "' is not a directory");
        Files.delete(config);
        assertThat(Commands.auto(bundle).fault("CreateContainer"))
                .hasMessage("the bundle has no config.json: '" + config + "' does not exist");
        Files.createDirectory(config);
        assertThat(Commands.auto(bundle).fault("CreateContainer"))
                .hasMessage("cannot read '" + config + "': it is a directory");
    }

    /** Of another user's folder, with a mock of the file system: root may search all of them. */
    @Test
    void saysThatAFolderMayNotBeSearched() throws Exception {
        FileSystemProvider provider = mock(FileSystemProvider.class);
        FileSystem system = mock(FileSystem.class);
        Path folder = mock(Path.class, "/private");
        BasicFileAttributes directory = mock(BasicFileAttributes.class);
        when(folder.getFileSystem()).thenReturn(system);
        when(system.provider()).thenReturn(provider);
        when(directory.isDirectory()).thenReturn(true);
        when(provider.readAttributes(folder, BasicFileAttributes.class)).thenReturn(directory);
        doThrow(new AccessDeniedException("/private")).when(provider).checkAccess(folder, AccessMode.EXECUTE);

        assertThatThrownBy(() -> new Bundle(folder).config())
                .hasMessage("cannot read the bundle '/private': permission denied");
    }

    @Test
    void refusesARootThatIsNoPath() throws Exception {
        Files.writeString(bundle.resolve("config.json"), "{\"root\":{\"path\":\"a\\u0000b\"}}");
        assertThat(Commands.auto(bundle).fault("CreateContainer"))
                .hasMessageContaining("config.json': root.path: 'a\\u{0}b' is no path");
    }

    @Test
    void isAnErrorWithoutProcessForExecProcess() throws Exception {
        Files.writeString(bundle.resolve("config.json"), "{}");
        assertThat(Commands.auto(bundle).fault("ExecProcess")).hasMessageContaining("has no process to execute");
    }

    @Test
    void isMissedWithANote() {
        Commands commands = Commands.auto();
        assertThat(commands.request("ExecProcess cid=c", ExecProcessRequest.class)
                        .hasProcess())
                .isFalse();
        assertThat(commands.notes).containsExactly("ExecProcess: no bundle and no spec=, so nothing fills in process");
        assertThat(commands.request("ExecProcess process.Args=ls", ExecProcessRequest.class)
                        .getProcess()
                        .getArgsList())
                .containsExactly("ls");
        assertThat(commands.notes).hasSize(1);
    }
}
