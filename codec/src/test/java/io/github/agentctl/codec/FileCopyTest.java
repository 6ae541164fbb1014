// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.github.agentctl.api.SpecificationException;
import io.github.agentctl.proto.CopyFileRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCopyTest {
    private static final int DIRECTORY_MODE = 0x800001e8;

    @TempDir
    Path folder;

    private static CopyFileRequest copy(Path src, String more) {
        return Commands.plain().request("CopyFile src=\"" + src + "\" dest=/d" + more, CopyFileRequest.class);
    }

    private Path file(int size) throws Exception {
        byte[] content = new byte[size];
        new Random(7).nextBytes(content);
        Path file = Files.write(folder.resolve("f f"), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x--x"));
    }

    @Test
    void cutsAFileIntoPiecesOfOneMebibyte() throws Exception {
        Path file = file(2_500_000);
        List<Message> requests =
                Commands.plain().requests("CopyFile json://{\"src\": \"" + file + "\", \"dest\": \"/run/x\"}");
        assertThat(requests).hasSize(3);
        ByteString all = ByteString.EMPTY;
        for (Message message : requests) {
            CopyFileRequest request = (CopyFileRequest) message;
            assertThat(request.getOffset()).isEqualTo(all.size());
            assertThat(request.getPath()).isEqualTo("/run/x");
            assertThat(request.getFileSize()).isEqualTo(2_500_000);
            assertThat(request.getFileMode()).isEqualTo(0100751);
            assertThat(request.getDirMode()).isEqualTo(DIRECTORY_MODE);
            assertThat(request.getUid()).isEqualTo(Files.getAttribute(file, "unix:uid"));
            assertThat(request.getGid()).isEqualTo(Files.getAttribute(file, "unix:gid"));
            all = all.concat(request.getData());
        }
        assertThat(all.toByteArray()).isEqualTo(Files.readAllBytes(file));
        assertThat(((CopyFileRequest) requests.get(0)).getData().size()).isEqualTo(1 << 20);
    }

    @Test
    void sendsAWholeMebibyteInOnePiece() throws Exception {
        assertThat(copy(file(1 << 20), "").getData().size()).isEqualTo(1 << 20);
    }

    @Test
    void saysWhatThereIsToGiveWhereNothingIsGiven() {
        Commands commands = Commands.plain();
        assertThat(commands.request("CopyFile").getSerializedSize()).isZero();
        assertThat(commands.request("SetPolicy json://{}").getSerializedSize()).isZero();
        assertThat(commands.notes)
                .containsExactly(
                        "CopyFile: nothing is given, so an empty request goes out; it takes src=PATH and dest=PATH,"
                                + " or the fields of its request",
                        "SetPolicy: nothing is given, so an empty request goes out; it takes policy=TEXT or"
                                + " policy_file=PATH");
        commands.notes.clear();
        commands.requests("CopyFile path=");
        commands.requests("SetPolicy policy=");
        commands.requests("SetPolicy policy_file=/dev/null");
        commands.requests("Check");
        assertThat(commands.notes).isEmpty();
    }

    @Test
    void sendsAnEmptyFileOnce() throws Exception {
        CopyFileRequest request = copy(file(0), "");
        assertThat(request.getFileSize()).isZero();
        assertThat(request.getFileMode()).isEqualTo(0100751);
    }

    @Test
    void sendsADirectoryByItsMode() throws Exception {
        Path directory = Files.createDirectory(
                folder.resolve("dir"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Commands commands = Commands.plain();
        CopyFileRequest request =
                commands.request("CopyFile src='" + directory + "' dest=/d", CopyFileRequest.class);
        assertThat(commands.notes)
                .containsExactly("CopyFile: '" + directory + "' is a directory and goes without its contents");
        assertThat(request.getFileMode()).isEqualTo(040700);
        assertThat(request.getDirMode()).isEqualTo(DIRECTORY_MODE);
        assertThat(request.getFileSize()).isZero();
        assertThat(request.getData()).isEmpty();
    }

    @Test
    void sendsASymbolicLinkByItsTarget() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("no/where"));
        CopyFileRequest request = copy(link, "");
        assertThat(request.getFileMode() & 0170000).isEqualTo(0120000);
        assertThat(request.getData().toStringUtf8()).isEqualTo("no/where");
        assertThat(request.getFileSize()).isZero();
    }

    @Test
    void sendsWhatTheUserGaveInsteadOfTheFilesOwn() throws Exception {
        CopyFileRequest request = copy(file(1), " uid=5 gid=7 file_mode=0o100600 dir_mode=1");
        assertThat(request.getUid()).isEqualTo(5);
        assertThat(request.getGid()).isEqualTo(7);
        assertThat(request.getFileMode()).isEqualTo(0100600);
        assertThat(request.getDirMode()).isEqualTo(1);
    }

    @Test
    void failsWhenTheFileBecomesShorter() throws Exception {
        Path file = file(2_500_000);
        Iterator<? extends Message> requests = Commands.plain()
                .call("CopyFile src='" + file + "' dest=/d")
                .requests()
                .iterator();
        requests.next();
        Files.write(file, new byte[1_500_000]);
        assertThatThrownBy(requests::next)
                .isInstanceOf(SpecificationException.class)
                .hasMessageContaining("it became shorter than its 2500000 bytes");
    }

    @Test
    void failsWhenAnotherFileTakesItsPlace() throws Exception {
        Path file = file(2_500_000);
        Iterator<? extends Message> requests = Commands.plain()
                .call("CopyFile src='" + file + "' dest=/d")
                .requests()
                .iterator();
        requests.next();
        Files.move(file, folder.resolve("old"));
        assertThatThrownBy(requests::next).hasMessageContaining("no such file");
        Files.write(file, new byte[2_500_000]);
        assertThatThrownBy(requests::next).hasMessageContaining("another file took its place");
    }

    @Test
    void canBeIteratedAgainAndEnds() throws Exception {
        var requests =
                Commands.plain().call("CopyFile src='" + file(5) + "' dest=/d").requests();
        for (int i = 0; i < 2; i++) {
            Iterator<? extends Message> iterator = requests.iterator();
            assertThat(iterator.next()).isNotNull();
            assertThat(iterator.hasNext()).isFalse();
            assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
        }
    }
}
