// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import java.nio.charset.StandardCharsets;

/** What an agent says about a failure, in the length that a person reads. Escaping is the stream's business. */
final class AgentText {
    private static final int LIMIT = 4096;

    /** Where a Rust agent's error goes on with its own stack, which says nothing about the call. */
    private static final String BACKTRACE = "Stack backtrace:";

    private AgentText() {}

    /** @param withBacktrace whether the agent's backtrace is wanted */
    static String shown(String text, boolean withBacktrace) {
        int backtrace = withBacktrace ? -1 : text.indexOf(BACKTRACE);
        String head = backtrace < 0 ? text : withoutLineEnds(text.substring(0, backtrace));
        String note = backtrace < 0 ? "" : " [backtrace left out; -l debug shows it]";
        return limited(head) + note;
    }

    /** Cuts line ends, also those that the agent has written as a backslash and a letter. */
    private static String withoutLineEnds(String text) {
        String head = text.stripTrailing();
        while (head.endsWith("\\n")) {
            head = head.substring(0, head.length() - 2).stripTrailing();
        }
        return head;
    }

    private static String limited(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= LIMIT) {
            return text;
        }
        int end = LIMIT;
        while ((bytes[end] & 0xc0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8) + "\n[" + (bytes.length - end) + " bytes left out]";
    }
}
