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

    /** Where the channels over connections live: a thread a processor, for all of them. Nothing that blocks runs here. */
    static EventLoopGroup loops() {
        return Loops.LOOPS;
    }

    /** Who waits for connections; a thread each while it does. */
    static ExecutorService waiting() {
        return Waiting.WAITING;
    }

    private static final class Loops {
        static final EventLoopGroup LOOPS = new MultiThreadIoEventLoopGroup(
                Runtime.getRuntime().availableProcessors(), daemons("grpc-loop"), LocalIoHandler.newFactory());
    }

    private static final class Waiting {
        static final ExecutorService WAITING = Executors.newCachedThreadPool(daemons("grpc-wait"));
    }
}
