// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.spi;

import static io.github.agentctl.transport.spi.Attempt.LISTEN;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.TransportException;
import io.github.agentctl.api.transport.TransportException.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The file of a listening Unix socket: mode 0600 from its first moment, never in the place of a live one.
 *
 * <p>Java has no umask, so the socket is bound inside a fresh directory that only its owner may enter, beside its final
 * place, and linked from there: link(2) fails where something is. The kernel keeps the name it was bound by, so that
 * {@code ss -xl} shows {@code .aXXXXXX/s}.
 */
public final class SocketFile {
    private static final String BOUND = "s";
    private static final int TRIES = 20;

    private final Path path;
    private final @Nullable Object key;

    private SocketFile(Path path, @Nullable Object key) {
        this.path = path;
        this.key = key;
    }

    /** Binds a channel to a path, and listens. */
    @FunctionalInterface
    public interface Binder {
        /** Called once, with a path that the socket calls of the JDK take, in a directory that exists. */
        void bind(Path path) throws IOException;
    }

    /**
     * Binds a socket and gives it its file. The file appears when the socket listens already. A stale one in its place
     * (a socket that refuses connections) is replaced.
     *
     * @throws TransportException IN_USE when somebody listens there, or when something other than a socket is there;
     *     IMPOSSIBLE when the path is too long; else what the kernel says. The channel is the caller's to close.
     */
    public static SocketFile bind(Endpoint.Unix endpoint, Binder binder) {
        Path path = SocketPath.of(endpoint, LISTEN);
        try {
            try (FreshDirectory directory = FreshDirectory.beside(path)) {
                Path bound = directory.path().resolve(BOUND);
                try (ShortPath shortened = ShortPath.of(directory.path(), 1 + BOUND.length())) {
                    binder.bind(shortened.path().resolve(BOUND));
                }
                Files.setPosixFilePermissions(bound, PosixFilePermissions.fromString("rw-------"));
                SocketFile file = new SocketFile(path, key(bound));
                file.link(endpoint, bound);
                return file;
            }
        } catch (IOException e) {
            throw ListenFailure.of(endpoint, e);
        }
    }

    /**
     * Removes the file, if it is still this socket's. To be called before the channel is closed: as long as it is open
     * nobody else's file can have the same inode.
     */
    public void remove() {
        try {
            if (key != null && key.equals(key(path))) {
                Files.delete(path);
            }
        } catch (IOException e) {
            // Somebody has removed it, or its directory; or may not be hindered from keeping it.
        }
    }

    private void link(Endpoint.Unix endpoint, Path bound) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            try {
                Files.createLink(path, bound);
                return;
            } catch (FileAlreadyExistsException e) {
                clearStale(endpoint, bound.resolveSibling("old" + i));
            } catch (UnsupportedOperationException e) {
                throw new IOException("no hard links in that file system", e);
            }
        }
        throw inUse(endpoint, "others keep binding it");
    }

    /** Moves a stale socket away. What turns out alive, or no socket, stays or is put back. */
    private void clearStale(Endpoint.Unix endpoint, Path away) throws IOException {
        try {
            requireStale(endpoint, path);
            ReplacementLock.hold(path, () -> {
                requireStale(endpoint, path);
                Files.move(path, away, StandardCopyOption.ATOMIC_MOVE);
            });
        } catch (NoSuchFileException e) {
            return;
        }
        try {
            // A program that does not know the lock may have put its own there between the question and the move.
            requireStale(endpoint, away);
        } catch (TransportException e) {
            Files.move(away, path);
            throw e;
        }
    }

    private static void requireStale(Endpoint.Unix endpoint, Path path) throws IOException {
        FileKind kind = FileKind.of(path, LinkOption.NOFOLLOW_LINKS);
        if (kind == FileKind.NOTHING) {
            throw new NoSuchFileException(path.toString());
        }
        if (kind != FileKind.SOCKET) {
            throw inUse(endpoint, kind + " is in its place and is left alone (remove it, or choose another path)");
        }
        if (!refuses(path)) {
            throw inUse(endpoint, "somebody listens there already (choose another path, or end them)");
        }
    }

    /** Anything but a refusal (a full queue, a lack of permission, another type of socket) means that it is alive. */
    private static boolean refuses(Path path) throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX);
                ShortPath shortened = ShortPath.of(path, 0)) {
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(shortened.path()));
            return false;
        } catch (ConnectException e) {
            return true;
        } catch (SocketException e) {
            return false;
        }
    }

    private static TransportException inUse(Endpoint endpoint, String why) {
        return LISTEN.failed(endpoint, Reason.IN_USE, why, null);
    }

    private static @Nullable Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }
}
