// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.grpc;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.TransportException;
import io.grpc.Deadline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.util.Optional;

/** Connects to Unix sockets by Netty's own epoll, where the machine has it: fewer threads than over a connection. */
final class EpollDialler {
    private EpollDialler() {}

    /** Empty where this is no Unix socket, there is no epoll, or nobody to connect to; who wants to know why asks others. */
    static Optional<GrpcChannel> dial(Endpoint endpoint, Deadline deadline) {
        Optional<DomainSocketAddress> address = address(endpoint);
        if (address.isEmpty() || !Epoll.isAvailable()) {
            return Optional.empty();
        }
        GrpcChannel channel = GrpcChannel.to(endpoint, address.get(), Loops.LOOPS, EpollDomainSocketChannel::new);
        try {
            return Optional.of(Greeting.await(channel, deadline));
        } catch (TransportException e) {
            if (channel.wasConnected()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private static Optional<DomainSocketAddress> address(Endpoint endpoint) {
        if (endpoint instanceof Endpoint.Unix unix) {
            return Optional.of(new DomainSocketAddress(unix.path()));
        }
        if (endpoint instanceof Endpoint.AbstractUnix unix) {
            return Optional.of(new DomainSocketAddress("\0" + unix.name()));
        }
        return Optional.empty();
    }

    private static final class Loops {
        static final EventLoopGroup LOOPS = new MultiThreadIoEventLoopGroup(
                Runtime.getRuntime().availableProcessors(), Threads.daemons("grpc-epoll"), EpollIoHandler.newFactory());
    }
}
