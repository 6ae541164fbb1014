// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import static io.github.agentctl.simulator.AgentFixture.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.github.agentctl.proto.CopyFileRequest;
import io.github.agentctl.proto.CreateSandboxRequest;
import io.grpc.Status.Code;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CopyFileTest {
    private static final String ROOT = "/run/kata-containers/shared/containers/";

    private final AgentFixture agent = new AgentFixture();

    @AfterEach
    void end() {
        agent.close();
    }

    @Test
    void takesAFileInOnePiece() {
        copy(file("h1", "vm\n").setUid(7).setGid(8));

        assertThat(agent.agent.copiedFile(ROOT + "h1"))
                .contains(new GuestFile(GuestFile.Kind.FILE, 0644, 7, 8, ByteString.copyFromUtf8("vm\n")));
    }

    @Test
    void keepsAFileUnderAnotherNameUntilItIsWhole() {
        copy(file("a.txt", "one ").setFileSize(7));
        assertThat(agent.agent.copiedFile(ROOT + "a.txt")).isEmpty();
        assertThat(agent.agent.copiedFile(ROOT + "a.tmp")).isPresent();

        copy(file("a.txt", "two").setFileSize(7).setOffset(4));

        assertThat(content("a.txt")).isEqualTo("one two");
        assertThat(agent.agent.copiedFile(ROOT + "a.tmp")).isEmpty();
    }

    @Test
    void beginsAgainAtOffsetZero() {
        copy(file("a", "a long one").setFileSize(20));
        copy(file("a", "short"));

        assertThat(content("a")).isEqualTo("short");
    }

    @Test
    void keepsItsOwnDirectory() {
        for (String path : List.of("", ".", "a/..", "../..")) {
            assertFails(
                    () -> copy(file(path, "x")),
                    Code.INTERNAL,
                    "create_file\n\nCaused by:\n    Is a directory (os error 21)");
        }
        copy(file("a", "x"));
        assertThat(content("a")).isEqualTo("x");
    }

    @Test
    void leavesNothingOfADirectoryThatALinkReplaces() {
        copy(file("d/a", "x"));

        copy(file("d", "/etc").setFileMode(0120777));

        assertThat(agent.agent.copiedFile(ROOT + "d/a")).isEmpty();
        assertFails(
                () -> copy(file("d/a", "x")),
                Code.INTERNAL,
                "mkdir_all parent\n\nCaused by:\n    Not a directory (os error 20)");
    }

    @Test
    void refusesPathsAndLinksThatAreTooLong() {
        assertFails(
                () -> copy(file("a/".repeat(200_000) + "f", "x")),
                Code.INTERNAL,
                "mkdir_all parent\n\nCaused by:\n    File name too long (os error 36)");
        assertFails(
                () -> copy(file("l", "x".repeat(4096)).setFileMode(0120777)),
                Code.INTERNAL,
                "symlink\n\nCaused by:\n    File name too long (os error 36)");
    }

    @Test
    void fillsHolesWithZeroes() {
        copy(file("a", "x").setOffset(2).setFileSize(3));

        assertThat(content("a")).isEqualTo("\0\0x");
    }

    @Test
    void makesDirectoriesOnTheWay() {
        copy(file("d/e/f", "x").setDirMode(0750));

        assertThat(agent.agent.copiedFile(ROOT + "d/e"))
                .contains(new GuestFile(GuestFile.Kind.DIRECTORY, 0750, 0, 0, ByteString.EMPTY));
        copy(CopyFileRequest.newBuilder().setPath(ROOT + "d").setFileMode(0x4000 | 0700));
        assertThat(agent.agent.copiedFile(ROOT + "d")).map(GuestFile::mode).contains(0700);
        assertThat(agent.agent.copiedFile(ROOT + "d/e/f")).isPresent();
    }

    @Test
    void replacesASymbolicLink() {
        for (String target : new String[] {"one", "two"}) {
            copy(CopyFileRequest.newBuilder()
                    .setPath(ROOT + "link")
                    .setFileMode(0xa000 | 0777)
                    .setData(ByteString.copyFromUtf8(target)));
        }

        assertThat(agent.agent.copiedFile(ROOT + "link")).map(GuestFile::kind).contains(GuestFile.Kind.SYMLINK);
        assertThat(content("link")).isEqualTo("two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "h1", "/tmp/h1", "/run/kata-containers/shared/x", "/run/../run/kata-containers"})
    void refusesPathsOutside(String path) {
        assertFails(
                () -> copy(file("", "x").setPath(path)),
                Code.INTERNAL,
                "removing \"" + ROOT + "\" prefix from " + path + "\n\nCaused by:\n    prefix not found");
    }

    @Test
    void neverLeavesItsDirectory() {
        assertFails(
                () -> copy(file("../../../../etc/passwd", "x")),
                Code.INTERNAL,
                "renameat\n\nCaused by:\n    ENOENT: No such file or directory");
        assertThat(agent.agent.copiedFile("/etc/passwd")).isEmpty();
    }

    @Test
    void refusesAFileWhereADirectoryShouldBe() {
        copy(file("a", "x"));

        assertFails(
                () -> copy(file("a/b", "x")),
                Code.INTERNAL,
                "mkdir_all parent\n\nCaused by:\n    Not a directory (os error 20)");
    }

    @Test
    void refusesWhatDoesNotFit() {
        String full = "write_all_at\n\nCaused by:\n    No space left on device (os error 28)";

        assertFails(() -> copy(file("a", "x").setOffset(GuestFiles.CAPACITY)), Code.INTERNAL, full);
        assertFails(() -> copy(file("a", "x").setOffset(Long.MAX_VALUE)), Code.INTERNAL, full);
        assertFails(
                () -> copy(file("a", "x").setOffset(-1)),
                Code.INTERNAL,
                "write_all_at\n\nCaused by:\n    Invalid argument (os error 22)");
    }

    @Test
    void losesItsFilesWhenTheSandboxIsMade() {
        copy(file("a", "x"));

        var unused = agent.calls().createSandbox(CreateSandboxRequest.getDefaultInstance());

        assertThat(agent.agent.copiedFile(ROOT + "a")).isEmpty();
    }

    private void copy(CopyFileRequest.Builder request) {
        var unused = agent.calls().copyFile(request.build());
    }

    private String content(String name) {
        return agent.agent.copiedFile(ROOT + name).orElseThrow().content().toStringUtf8();
    }

    private static CopyFileRequest.Builder file(String name, String content) {
        return CopyFileRequest.newBuilder()
                .setPath(ROOT + name)
                .setFileMode(0x8000 | 0644)
                .setDirMode(0755)
                .setFileSize(content.length())
                .setData(ByteString.copyFromUtf8(content));
    }
}
