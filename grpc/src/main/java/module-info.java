// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** gRPC as a wire: grpc-netty over the connections and listeners of any transport. */
@NullMarked
module io.github.agentctl.grpc {
    requires transitive io.github.agentctl.api;
    requires io.grpc;
    requires io.grpc.netty;
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.unix.common;
    requires org.slf4j;
    // What grpc-netty needs at run time: it is an automatic module, and those pull no named module in.
    requires io.netty.codec.http2;
    requires io.netty.handler;
    // With the native code of epoll.
    requires io.netty.transport.epoll.linux.aarch_64;
    requires io.netty.transport.epoll.linux.x86_64;

    exports io.github.agentctl.grpc;

    provides io.github.agentctl.api.WireProvider with
            io.github.agentctl.grpc.GrpcWire;
}
