// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an agent says about a failure, in the length that a person reads. Escaping is the stream's business. */
final class AgentText {
    private static final int LIMIT = 4096;

    /** Where a Rust agent's error goes on with its own stack, which says nothing about the call. */
    private static final String BACKTRACE = "Stack backtrace:";

    /** What the wire has left out already stands at the end. */
    private static final Pattern LEFT_OUT = Pattern.compile("\\n\\[(\\d{1,7}) bytes left out]$");

    private AgentText() {}

    /** @param withBacktrace whether the agent's backtrace is wanted */
    static String shown(String text, boolean withBacktrace) {
        int backtrace = withBacktrace ? -1 : text.indexOf(BACKTRACE);
        String head = backtrace < 0 ? text : withoutLineEnds(text.substring(0, backtrace));
        String note = backtrace < 0 ? "" : " [backtrace left out; -l debug shows it]";
        return limited(head) + note;
    }

    /** What repeats an agent's text that was shown before, without it where it is long. */
    static String again(String repeating, String text) {
        return text.length() <= LIMIT ? repeating : repeating.replace(text, "[the text above]");
    }

    /** Cuts line ends, also those that the agent has written as a backslash and a letter. */
    private static String withoutLineEnds(String text) {
        String head = text.stripTrailing();
        while (head.endsWith("\\n")) {
            head = head.substring(0, head.length() - 2).stripTrailing();
        }
        return head;
    }

    /** Without a copy of what may be megabytes. */
    private static String limited(String text) {
        long bytes = 0;
        int end = 0;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            bytes += utf8Length(text.codePointAt(at));
            if (bytes <= LIMIT) {
                end = at + Character.charCount(text.codePointAt(at));
            }
        }
        if (bytes <= LIMIT) {
            return text;
        }
        String head = text.substring(0, end);
        long left = bytes - head.getBytes(StandardCharsets.UTF_8).length;
        Matcher before = LEFT_OUT.matcher(text);
        if (before.find()) {
            left += Integer.parseInt(before.group(1)) - before.group().length();
        }
        return head + "\n[" + left + " bytes left out]";
    }

    private static int utf8Length(int codePoint) {
        return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    }
}
