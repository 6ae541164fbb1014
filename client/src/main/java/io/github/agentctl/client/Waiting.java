// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.client;

import static java.util.Objects.requireNonNull;

import io.github.agentctl.api.transport.TransportException;
import java.time.Duration;

/**
 * A try to connect that failed, where another one follows.
 *
 * @param failure why it failed; its {@link TransportException#endpoint()} is what is awaited
 * @param elapsed time since the first try began
 */
public record Waiting(TransportException failure, Duration elapsed) {
    public Waiting {
        requireNonNull(failure, "failure is null");
        requireNonNull(elapsed, "elapsed is null");
    }
}
