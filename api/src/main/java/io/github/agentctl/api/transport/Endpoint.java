// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.api.transport;

import static java.util.Objects.requireNonNull;

import io.github.agentctl.api.EndpointException;
import java.util.regex.Pattern;

/**
 * Where an agent is reached. {@link #parse} and {@link Object#toString} are each other's inverse on values: the text is
 * canonical.
 *
 * <p>CIDs and ports are unsigned 32-bit numbers in an {@code int}; {@link #ANY} stands for "any" and is for listening
 * only.
 */
public sealed interface Endpoint {
    /** Any CID ({@code VMADDR_CID_ANY}, vsock(7)) or any free port: for listening only. */
    int ANY = -1;

    /** The port of the agent (agent configuration, {@code DEFAULT_AGENT_VSOCK_PORT}). */
    int AGENT_PORT = 1024;

    /** The word before the colon, lower case; what a {@link TransportProvider} is chosen by. */
    String scheme();

    /** A Unix socket in the file system. The path is absolute or relative, and not empty. */
    record Unix(String path) implements Endpoint {
        public Unix {
            requireText(path, "path");
        }

        @Override
        public String scheme() {
            return "unix";
        }

        @Override
        public String toString() {
            return "unix://" + path;
        }
    }

    /** A Unix socket in the abstract namespace of unix(7). The name is without the leading {@code @}, and not empty. */
    record AbstractUnix(String name) implements Endpoint {
        public AbstractUnix {
            requireText(name, "name");
        }

        @Override
        public String scheme() {
            return "unix";
        }

        @Override
        public String toString() {
            return "unix://@" + name;
        }
    }

    /** A socket of vsock(7). */
    record Vsock(int cid, int port) implements Endpoint {
        @Override
        public String scheme() {
            return "vsock";
        }

        @Override
        public String toString() {
            return "vsock://" + (cid == ANY ? "-1" : Integer.toUnsignedString(cid)) + ":" + portText(port);
        }
    }

    /** A port of a guest behind its hypervisor's Unix socket ("hybrid VSOCK"). The socket is Unix or abstract. */
    record Hybrid(Endpoint socket, int port) implements Endpoint {
        public Hybrid {
            if (!(socket instanceof Unix || socket instanceof AbstractUnix)) {
                throw new EndpointException(
                        String.valueOf(socket), "hybrid VSOCK lies behind a Unix socket: unix:///PATH or unix://@NAME");
            }
        }

        @Override
        public String scheme() {
            return "hvsock";
        }

        @Override
        public String toString() {
            return "hvsock" + socket.toString().substring("unix".length()) + ":" + portText(port);
        }
    }

    /** An address of a transport that this library does not know by itself. The text after {@code //} may be empty. */
    record Other(String scheme, String text) implements Endpoint {
        public Other {
            requireText(scheme, "scheme");
            requireNonNull(text, "text is null");
        }

        @Override
        public String toString() {
            return text.isEmpty() ? scheme + ":" : scheme + "://" + text;
        }
    }

    /**
     * Reads an address: {@code unix:///PATH}, {@code unix://@NAME}, {@code vsock://CID:PORT},
     * {@code hvsock:///PATH[:PORT]}, {@code hvsock://@NAME[:PORT]}, or {@code SCHEME:} and what a plug-in takes.
     *
     * @throws EndpointException when it is none of these; the message has the corrected form where one can be guessed
     */
    static Endpoint parse(String address) {
        return EndpointParser.parse(address);
    }

    /**
     * As {@link #parse}, of an address to listen on: a message offers only what can be listened on.
     *
     * @throws EndpointException when it is no address
     */
    static Endpoint parseForListening(String address) {
        return EndpointParser.parseForListening(address);
    }

    private static String portText(int port) {
        return port == ANY ? "*" : Integer.toUnsignedString(port);
    }

    private static void requireText(String value, String what) {
        requireNonNull(value, what + " is null");
        if (value.isEmpty()) {
            throw new IllegalArgumentException(what + " is empty");
        }
    }

    /** What a scheme looks like (RFC 3986, section 3.1), lower case. */
    Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]*");
}
