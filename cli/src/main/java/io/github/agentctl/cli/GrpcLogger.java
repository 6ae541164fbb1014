// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * What grpc-java logs, in the way of the JDK, as lines of the run's own {@link Log}. It takes each connection that a peer
 * drops for news, which it is for those only who look for something.
 */
final class GrpcLogger extends Handler {
    /** Kept, since the JDK forgets a logger and its level that nobody holds. */
    private static final Logger GRPC = Logger.getLogger("io.grpc");

    private final Log log;

    private GrpcLogger(Log log) {
        this.log = log;
    }

    /** Where the lines go from now on. */
    static void writeTo(Log log) {
        GRPC.setUseParentHandlers(false);
        GRPC.setLevel(log.isOn(LogLevel.DEBUG) ? Level.INFO : Level.SEVERE);
        for (Handler old : GRPC.getHandlers()) {
            GRPC.removeHandler(old);
        }
        GRPC.addHandler(new GrpcLogger(log));
    }

    @Override
    public void publish(LogRecord entry) {
        Throwable failure = entry.getThrown();
        String text = "grpc: " + entry.getMessage() + (failure == null ? "" : ": " + failure);
        if (entry.getLevel().intValue() >= Level.SEVERE.intValue()) {
            log.warn(text);
        } else {
            log.debug(text);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
