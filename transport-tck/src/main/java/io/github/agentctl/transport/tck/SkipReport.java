// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.tck;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Prints why tests are skipped and what to do about it, each reason once in a process: most reports of tests only count
 * them. Contracts have it; other tests take it by {@code @ExtendWith}. Thread-safe.
 */
public final class SkipReport implements TestWatcher {
    private static final Set<String> PRINTED = ConcurrentHashMap.newKeySet();

    /** Before every message of an assumption. */
    private static final String PREFIX = "Assumption failed: ";

    /** For JUnit. */
    public SkipReport() {}

    @Override
    public void testAborted(ExtensionContext context, @Nullable Throwable cause) {
        String reason = cause == null || cause.getMessage() == null ? "no reason is given" : cause.getMessage();
        print(reason.startsWith(PREFIX) ? reason.substring(PREFIX.length()) : reason);
    }

    @Override
    public void testDisabled(ExtensionContext context, Optional<String> reason) {
        print(reason.orElse("no reason is given"));
    }

    private static void print(String reason) {
        if (PRINTED.add(reason)) {
            System.err.println("skipped: " + reason);
        }
    }
}
