// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.TransportException;
import io.github.agentctl.api.transport.TransportException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listening where sockets are files. */
public interface PathListenerContract extends Contract {
    /** Nothing but the socket is in the directory while it listens, and nothing after. */
    @Test
    default void removesItsFileAndNothingElse(@TempDir Path directory) throws IOException {
        Path other = Files.writeString(directory.resolve("other"), "text");
        Listener listener = listen(directory.resolve("a.sock"));
        assertThat(SocketFiles.in(directory)).containsExactlyInAnyOrder("a.sock", "other");
        listener.close();
        assertThat(SocketFiles.in(directory)).containsExactly("other");
        assertThat(other).hasContent("text");
    }

    /** A watcher sees a socket of mode 0600, or nothing. */
    @Test
    default void isItsOwnersFromTheFirstMoment(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("watched.sock");
        CountDownLatch watching = new CountDownLatch(1);
        CountDownLatch seen = new CountDownLatch(20);
        Worker<Void> done = Worker.start(() -> {
            watching.await();
            for (int i = 0; i < 500 || seen.getCount() > 0; i++) {
                listen(path).close();
            }
            return null;
        });
        Set<String> modes = new TreeSet<>();
        watching.countDown();
        while (!done.isDone()) {
            try {
                int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
                modes.add(Integer.toOctalString(mode));
                seen.countDown();
            } catch (NoSuchFileException e) {
                // Between two listeners.
            }
        }
        done.result();
        assertThat(modes).containsExactly("140600");
    }

    /** Whoever sees the file can connect: it does not appear before the socket listens. */
    @Test
    default void listensWhenItsFileAppears(@TempDir Path directory) {
        for (int i = 0; i < 50; i++) {
            Path path = directory.resolve(i + ".sock");
            Worker<Listener> listening = Worker.start(() -> listen(path));
            while (!Files.exists(path)) {
                Thread.onSpinWait();
            }
            specifics()
                    .connect(new Endpoint.Unix(path.toString()), Blocking.limit())
                    .close();
            listening.result().close();
        }
    }

    /** What a killed process left behind is no hindrance. */
    @Test
    default void replacesAStaleSocket(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("stale.sock");
        SocketFiles.makeStale(path);
        try (Pair pair = Pair.open(specifics(), listen(path))) {
            Blocking.write(pair.client(), new byte[] {5});
            assertThat(Blocking.read(pair.server(), 1)).containsExactly(5);
            assertThat(SocketFiles.in(directory)).containsExactly("stale.sock");
        }
    }

    /** Of several that want a stale socket's place one gets it, and keeps it. */
    @Test
    default void givesAStaleSocketsPlaceToOne(@TempDir Path directory) throws IOException {
        for (int round = 0; round < 10; round++) {
            Path path = directory.resolve(round + ".sock");
            SocketFiles.makeStale(path);
            CountDownLatch go = new CountDownLatch(1);
            List<Worker<Object>> rivals = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                rivals.add(Worker.start(() -> {
                    go.await();
                    try {
                        return listen(path);
                    } catch (TransportException e) {
                        return e.reason();
                    }
                }));
            }
            go.countDown();
            List<Object> outcomes =
                    new ArrayList<>(rivals.stream().map(Worker::result).toList());
            List<Listener> winners = new ArrayList<>();
            for (Object outcome : outcomes) {
                if (outcome instanceof Listener listener) {
                    winners.add(listener);
                } else {
                    assertThat(outcome).isEqualTo(Reason.IN_USE);
                }
            }
            assertThat(winners).hasSize(1);
            specifics()
                    .connect(new Endpoint.Unix(path.toString()), Blocking.limit())
                    .close();
            winners.forEach(Listener::close);
        }
    }

    /** A live socket stays where it is, and alive. */
    @Test
    default void leavesALiveSocketAlone(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("live.sock");
        try (Listener live = listen(path)) {
            Object key = Files.getAttribute(path, "unix:ino");
            assertThat(failToListen(path)).hasMessageContaining("somebody listens there already");
            assertThat(Files.getAttribute(path, "unix:ino")).isEqualTo(key);
            assertThat(SocketFiles.in(directory)).containsExactly("live.sock");
            Connection client = specifics().connect(live.endpoint(), Blocking.limit());
            client.close();
        }
    }

    /** Neither a file, nor a directory, nor a symbolic link, whatever it points to, is touched. */
    @Test
    default void leavesEverythingElseAlone(@TempDir Path directory) throws IOException {
        Path stale = directory.resolve("stale.sock");
        SocketFiles.makeStale(stale);
        Path file = Files.writeString(directory.resolve("file"), "text");
        Path folder = Files.createDirectory(directory.resolve("folder"));
        Path toStale = Files.createSymbolicLink(directory.resolve("to-stale"), stale);
        Path dangling = Files.createSymbolicLink(directory.resolve("dangling"), directory.resolve("none"));
        List<String> before = SocketFiles.in(directory);
        assertThat(failToListen(file)).hasMessageContaining("a file is in its place and is left alone");
        assertThat(failToListen(folder)).hasMessageContaining("a directory is in its place");
        assertThat(failToListen(toStale)).hasMessageContaining("a symbolic link is in its place");
        assertThat(failToListen(dangling)).hasMessageContaining("a symbolic link is in its place");
        assertThat(file).hasContent("text");
        assertThat(folder).isEmptyDirectory();
        assertThat(toStale).isSymbolicLink();
        assertThat(dangling).isSymbolicLink();
        assertThat(SocketFiles.in(directory)).containsExactlyInAnyOrderElementsOf(before);
    }

    /** What somebody else has put in its place is theirs. */
    @Test
    default void doesNotRemoveTheFileOfAnother(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("mine.sock");
        Listener first = listen(path);
        Files.delete(path);
        try (Listener second = listen(path)) {
            first.close();
            specifics().connect(second.endpoint(), Blocking.limit()).close();
        }
        assertThat(path).doesNotExist();
    }

    /** Without its directory there is no socket. */
    @Test
    default void saysThatTheDirectoryIsMissing(@TempDir Path directory) {
        TransportException failure = catchThrowableOfType(
                TransportException.class, () -> listen(directory.resolve("none").resolve("a.sock")));
        assertThat(failure.reason()).isEqualTo(Reason.NOT_THERE);
        assertThat(failure).hasMessageContaining("no such directory");
    }

    private Listener listen(Path path) {
        return specifics().listen(new Endpoint.Unix(path.toString()));
    }

    private TransportException failToListen(Path path) {
        TransportException failure = catchThrowableOfType(TransportException.class, () -> listen(path));
        assertThat(failure.reason()).isEqualTo(Reason.IN_USE);
        return failure;
    }
}
