// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.grpc;

/** What a peer may send, the same for both sides. */
final class Limits {
    /** Bytes of one message, as in ttrpc. */
    static final int MESSAGE = 4 << 20;

    /** Bytes of the metadata of a call, and of its trailers; room for details of a status. */
    static final int METADATA = 64 << 10;

    /** Open connections of a server. */
    static final int CONNECTIONS = 1024;

    /** Running calls of a connection. */
    static final int CALLS_PER_CONNECTION = 16_384;

    private Limits() {}
}
