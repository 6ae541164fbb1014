// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.jnr;

import io.github.agentctl.api.transport.Availability;
import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.TransportProvider;
import io.grpc.Deadline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import jnr.unixsocket.UnixSocketChannel;

/**
 * {@code jnr}: Unix sockets by jnr-unixsocket, with a path or with an abstract name of up to 106 ASCII characters (the
 * library counts characters where the kernel counts bytes). Slower than the other two; its one use is in programs that
 * carry jnr anyway. Class path only.
 */
public final class JnrTransport implements TransportProvider {
    private static final int LONGEST_NAME = 106;

    /** For {@link java.util.ServiceLoader}. */
    public JnrTransport() {}

    @Override
    public String name() {
        return "jnr";
    }

    @Override
    public Set<String> schemes() {
        return Set.of("unix");
    }

    @Override
    public boolean supports(Endpoint endpoint) {
        return endpoint instanceof Endpoint.Unix
                || (endpoint instanceof Endpoint.AbstractUnix unix
                        && unix.name().length() <= LONGEST_NAME
                        && isAscii(unix.name()));
    }

    @Override
    public int preference() {
        return 5;
    }

    @Override
    public Availability availability() {
        return Support.AVAILABILITY;
    }

    @Override
    public Connection connect(Endpoint endpoint, Deadline deadline) {
        return JnrChannels.connect(endpoint, deadline);
    }

    @Override
    public Listener listen(Endpoint endpoint) {
        return JnrChannels.listen(endpoint);
    }

    static boolean isAscii(String text) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(text);
    }

    /** Asked once, since the answer loads the native library. */
    private static final class Support {
        static final Availability AVAILABILITY = ask();

        private static Availability ask() {
            try {
                UnixSocketChannel.open().close();
                return new Availability.Available();
            } catch (IOException | LinkageError | RuntimeException e) {
                return new Availability.Unavailable(
                        "jnr-unixsocket does not work here (" + e + ")",
                        "check that jnr-unixsocket and all that it depends on are on the class path, and that files in"
                                + " java.io.tmpdir (" + System.getProperty("java.io.tmpdir") + ") may be executed;"
                                + " a path (unix:///PATH) needs none of it");
            }
        }
    }
}
