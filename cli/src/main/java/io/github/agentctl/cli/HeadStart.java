// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.api.Wires;
import io.github.agentctl.api.transport.Transports;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.logging.LogManager;

/**
 * What the JVM sets up once for any call, and takes long for: the jars are opened, providers are found, and the JDK makes
 * its first socket. A second processor does it while the arguments are read. Nothing of it is kept but what the JVM
 * itself keeps.
 */
final class HeadStart implements Runnable {
    private HeadStart() {}

    /** Begins, where these arguments make a call and there is a processor for it. Does not block. */
    static void begin(List<String> arguments) {
        if (arguments.contains("connect") && Runtime.getRuntime().availableProcessors() > 1) {
            Thread thread = new Thread(new HeadStart(), "head-start");
            thread.setDaemon(true);
            thread.start();
        }
    }

    @Override
    public void run() {
        try {
            // The jars first: whoever looks for a class that is not there waits until they are open.
            Transports.installed();
            Wires.installed();
            LogManager.getLogManager();
            openSocket();
        } catch (IOException | RuntimeException | Error e) {
            // Whoever needs it meets it again, and says so.
        }
    }

    private static void openSocket() throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                Selector selector = channel.provider().openSelector()) {
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
        }
    }
}
