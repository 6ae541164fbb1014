// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** The ports: what a caller of the agent holds, and what transports, wires and codecs implement. */
@NullMarked
module io.github.agentctl.api {
    requires static transitive org.jspecify;
    requires transitive com.google.protobuf;
    requires transitive io.grpc;

    exports io.github.agentctl.api;
    exports io.github.agentctl.api.transport;

    uses io.github.agentctl.api.CallCodec;
    uses io.github.agentctl.api.WireProvider;
    uses io.github.agentctl.api.transport.TransportProvider;
}
