// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** The client: an agent over whatever transport and wire are installed. */
@NullMarked
module io.github.agentctl.client {
    requires static transitive org.jspecify;
    requires transitive io.github.agentctl.api;
    requires transitive io.github.agentctl.proto;
    requires io.grpc.stub;
    // What grpc-java needs at run time: it is an automatic module, and those pull no named module in.
    requires com.google.common;
    requires com.google.common.util.concurrent.internal;

    exports io.github.agentctl.client;

    uses io.github.agentctl.api.CallCodec;
    uses io.github.agentctl.api.WireProvider;
}
