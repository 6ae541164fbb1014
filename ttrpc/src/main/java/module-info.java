// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** ttrpc, client and server: grpc-java's stubs and services over a plain byte stream. Knows nothing of Kata. */
@NullMarked
module io.github.agentctl.ttrpc {
    requires transitive io.github.agentctl.api;
    requires io.grpc.stub;
    requires org.slf4j;
    // Automatic modules do not pull in what they need at run time.
    requires com.google.common.util.concurrent.internal;

    exports io.github.agentctl.ttrpc;

    provides io.github.agentctl.api.WireProvider with
            io.github.agentctl.ttrpc.TtrpcWire;
}
