// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The rules that somebody set, kept as they are given. Thread-safe. */
final class PacketFilter {
    private static final Pattern LINE = Pattern.compile("\\s*(?:[#*:-].*|COMMIT\\s*)?");

    private ByteString version4 = ByteString.EMPTY;
    private final ByteString version6 = ByteString.EMPTY;

    synchronized ByteString rules(boolean ipv6) {
        return ipv6 ? version6 : version4;
    }

    /**
     * Keeps the rules; iptables-restore would have nothing to say about them.
     *
     * @throws io.grpc.StatusRuntimeException for a line that is no rule, and for IPv6 always: the real agent runs the
     *     wrong program for it
     */
    synchronized void restore(boolean ipv6, ByteString rules) {
        if (ipv6) {
            throw failed("/usr/sbin/ip6tables-save", "ip6tables-save: unrecognized option '--wait'\n");
        }
        int number = 0;
        for (String line : rules.toString(StandardCharsets.UTF_8).split("\n", -1)) {
            number++;
            if (!LINE.matcher(line).matches()) {
                throw failed("/sbin/iptables-restore", "iptables-restore: line " + number + " failed\n");
            }
        }
        version4 = rules;
    }

    private static RuntimeException failed(String program, String errors) {
        return Failure.quoted(io.grpc.Status.Code.INTERNAL, program + " failed: " + Failure.debug(errors));
    }
}
