// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.jnr;

import java.io.IOException;
import jnr.constants.platform.Errno;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.unixsocket.UnixServerSocketChannel;
import jnr.unixsocket.UnixSocketChannel;
import org.jspecify.annotations.Nullable;

/** What of the C library is called directly. */
final class Libc {
    private static final Functions FUNCTIONS =
            LibraryLoader.create(Functions.class).load("c");

    private Libc() {}

    /** Must be public for jnr-ffi to implement it. */
    public interface Functions {
        int accept(int socket, @Nullable Pointer address, @Nullable Pointer length);
    }

    /**
     * Takes a connection where one waits, else null. The channel's own accept closes the channel when its thread is
     * interrupted, at any time.
     */
    static @Nullable UnixSocketChannel accept(UnixServerSocketChannel server) throws IOException {
        int descriptor = FUNCTIONS.accept(server.getFD(), null, null);
        if (descriptor >= 0) {
            return UnixSocketChannel.fromFD(descriptor);
        }
        Errno error = lastError();
        return switch (error) {
            case EAGAIN, EWOULDBLOCK, EINTR, ECONNABORTED -> null;
            default -> throw new IOException("accept: " + error);
        };
    }

    /** What the last call on this thread failed with. */
    static Errno lastError() {
        return Errno.valueOf(Runtime.getSystemRuntime().getLastError());
    }
}
