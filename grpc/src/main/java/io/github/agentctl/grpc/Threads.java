// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.grpc;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalIoHandler;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of this module: daemons, named, and none before it is needed. */
final class Threads {
    private Threads() {}

    static ThreadFactory daemons(String name) {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Where clients' channels over connections live: a thread a processor, for all of them. */
    static EventLoopGroup clientLoops() {
        return ClientLoops.LOOPS;
    }

    /**
     * The same for servers, apart: a write of a client may be what starts a server in this process, as for {@code sim:}, and
     * that waits for one of these.
     */
    static EventLoopGroup serverLoops() {
        return ServerLoops.LOOPS;
    }

    /** Who waits for connections; a thread each while it does. */
    static ExecutorService waiting() {
        return Waiting.WAITING;
    }

    private static EventLoopGroup loops(String name) {
        return new MultiThreadIoEventLoopGroup(
                Runtime.getRuntime().availableProcessors(), daemons(name), LocalIoHandler.newFactory());
    }

    private static final class ClientLoops {
        static final EventLoopGroup LOOPS = loops("grpc-client");
    }

    private static final class ServerLoops {
        static final EventLoopGroup LOOPS = loops("grpc-server");
    }

    private static final class Waiting {
        static final ExecutorService WAITING = Executors.newCachedThreadPool(daemons("grpc-wait"));
    }
}
