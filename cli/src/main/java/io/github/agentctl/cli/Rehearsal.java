// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;

/**
 * What the launcher runs once, so that the JVM writes down which classes a run takes: a few calls over a path socket. It
 * answers them itself, and in the simplest way, so that neither anything a guest says nor a class that serves gets into
 * the archive.
 */
public final class Rehearsal {
    private static final int HEADER = 10;
    private static final byte RESPONSE = 2;

    private Rehearsal() {}

    /**
     * Ends the process as {@link Main#main} does; with 1 where it cannot listen.
     *
     * @param arguments the path of a socket that is not there yet; a relative one cannot be too long
     */
    public static void main(String[] arguments) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(Path.of(arguments[0])));
        Thread agent = new Thread(() -> answer(listener), "rehearsal-agent");
        agent.setDaemon(true);
        agent.start();
        Main.main(new String[] {
            "connect",
            "--server-address",
            "unix://" + arguments[0],
            "--timeout=10s",
            "-c",
            "Check",
            "GetGuestDetails mem_block_size=true",
            "UpdateInterface json://{\"interface\": {\"name\": \"eth0\", \"mtu\": 1500}}"
        });
    }

    /** Every request with an empty reply. */
    private static void answer(ServerSocketChannel listener) {
        try (ByteChannel caller = listener.accept()) {
            ByteBuffer header = ByteBuffer.allocate(HEADER);
            while (read(caller, header)) {
                int length = header.getInt(0);
                ByteBuffer request = ByteBuffer.allocate(length);
                if (!read(caller, request)) {
                    return;
                }
                header.putInt(0, 0).put(Integer.BYTES * 2, RESPONSE);
                caller.write(header.rewind());
                header.clear();
            }
        } catch (IOException e) {
            // The caller, which is this very program, then says what it misses.
        }
    }

    private static boolean read(ByteChannel from, ByteBuffer into) throws IOException {
        while (into.hasRemaining()) {
            if (from.read(into) < 0) {
                return false;
            }
        }
        return true;
    }
}
