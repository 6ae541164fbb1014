// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import static java.util.Objects.requireNonNull;

import io.grpc.Status;
import java.time.Duration;

/** What a {@link Fault} does to a call. */
public sealed interface FaultEffect {
    /** Nothing: the call is answered. With a delay, a slow agent. */
    record Answer() implements FaultEffect {}

    /** The call is never run and never answered; it ends with its deadline or its connection. */
    record Hang() implements FaultEffect {}

    /**
     * The call is not run and fails. An agent sends at most one text with its code.
     *
     * @param code any but OK
     * @param message empty for none
     */
    record Fail(Status.Code code, String message) implements FaultEffect {
        public Fail {
            requireNonNull(code, "code is null");
            requireNonNull(message, "message is null");
            if (code == Status.Code.OK) {
                throw new IllegalArgumentException("OK is no failure");
            }
        }
    }

    /**
     * The call is run and the connection closed, without an answer. What the call changes, it has changed; where it has
     * to wait, the connection does not wait for it.
     */
    record Close() implements FaultEffect {}

    /** The call is run; of its answer's frame the half is sent, then the connection is closed. */
    record Truncate() implements FaultEffect {}

    /** The call is run; its answer is a frame of one byte more than a frame may have. The connection stays. */
    record Oversize() implements FaultEffect {}

    /**
     * The call is run; its answer leaves when the caller has given up.
     *
     * @param by how long after the call's deadline or, where it has none, after the answer was due
     */
    record Late(Duration by) implements FaultEffect {
        public Late {
            Fault.requireTime(by);
        }
    }
}
