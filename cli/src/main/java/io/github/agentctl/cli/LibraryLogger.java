// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** What a class of a library logs, as lines of the run's own {@link Log}: {@code debug: ServerConnection: ...}. */
final class LibraryLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1L;

    /** The log of the run; none before the first. */
    private static volatile @Nullable Log current;

    /** @param name of the class that logs, with its package */
    LibraryLogger(String name) {
        this.name = name;
    }

    /** Where the lines go from now on. */
    static void writeTo(Log log) {
        current = log;
    }

    @Override
    public boolean isTraceEnabled() {
        return isOn(LogLevel.TRACE);
    }

    /** Netty tells at length how it finds the machine. */
    @Override
    public boolean isDebugEnabled() {
        return isOn(name.startsWith("io.netty.") ? LogLevel.TRACE : LogLevel.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return isOn(LogLevel.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return isOn(LogLevel.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return isOn(LogLevel.ERROR);
    }

    private static boolean isOn(LogLevel level) {
        Log log = current;
        return log != null && log.isOn(level);
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            String pattern,
            Object @Nullable [] arguments,
            @Nullable Throwable failure) {
        Log log = current;
        if (log == null) {
            return;
        }
        String text = name.substring(name.lastIndexOf('.') + 1) + ": "
                + MessageFormatter.basicArrayFormat(pattern, arguments) + told(failure, log);
        switch (level) {
            case TRACE -> log.trace(text);
            case DEBUG -> log.debug(text);
            case INFO -> log.info(text);
            case WARN -> log.warn(text);
            case ERROR -> log.error(text);
        }
    }

    /** A stack is for those who asked for everything. */
    private static String told(@Nullable Throwable failure, Log log) {
        if (failure == null) {
            return "";
        }
        if (!log.isOn(LogLevel.TRACE)) {
            return ": " + failure;
        }
        StringWriter stack = new StringWriter();
        failure.printStackTrace(new PrintWriter(stack));
        return "\n" + stack.toString().stripTrailing();
    }
}
