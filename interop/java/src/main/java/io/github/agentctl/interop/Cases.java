// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.interop;

import static io.github.agentctl.interop.Case.alone;
import static io.github.agentctl.interop.Case.shared;

import java.util.List;

/** The cases, in the order in which "all" plays them. The Go and the Rust peer have the same names. */
final class Cases {
    /** Ends the server. */
    static final String LAST = "graceful-shutdown";

    static final List<Case> ALL = List.of(
            shared("unary", CallCases::unary),
            shared("client-stream", StreamCases::clientStream),
            shared("server-stream", StreamCases::serverStream),
            shared("bidi", StreamCases::bidi),
            shared("empty", StreamCases::empty),
            shared("metadata", CallCases::metadata),
            shared("status-details", CallCases::statusDetails),
            shared("deadline", EndCases::deadline),
            shared("stream-deadline", EndCases::streamDeadline),
            alone("cancellation", EndCases::cancellation),
            shared("max-message", SizeCases::maxMessage),
            alone("over-message", SizeCases::overMessage),
            shared("unknown-service", CallCases::unknownService),
            shared("unknown-method", CallCases::unknownMethod),
            alone("stalled-reader", SizeCases::stalledReader),
            alone("stalled-handler", SizeCases::stalledHandler),
            alone("close-mid-call", EndCases::closeMidCall),
            shared("streaming-echo", StreamingCases::echo),
            shared("streaming-echo-stream", StreamingCases::echoStream),
            shared("streaming-sum-stream", StreamingCases::sumStream),
            shared("streaming-divide-stream", StreamingCases::divideStream),
            shared("streaming-echo-null", StreamingCases::echoNull),
            shared("streaming-echo-null-stream", StreamingCases::echoNullStream),
            shared("streaming-empty-payload-stream", StreamingCases::emptyPayloadStream),
            shared("streaming-echo-default-value", StreamingCases::echoDefaultValue),
            shared("streaming-server-send-stream", StreamingCases::serverSendStream),
            alone(LAST, EndCases::gracefulShutdown));

    private Cases() {}

    /** The cases of this name; "all" is all but the last. */
    static List<Case> named(String name) {
        List<Case> found = ALL.stream()
                .filter(one -> one.name().equals(name)
                        || (name.equals("all") && !one.name().equals(LAST)))
                .toList();
        if (found.isEmpty()) {
            throw new Arguments.MisusedException("no such case: " + name);
        }
        return found;
    }
}
