// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.unix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class NoDescriptorIT {
    @Test
    void theLackOfADescriptorIsToldAtOnceAndTakenForNoFullQueue() throws Exception {
        String output = ChildJvm.run(
                List.of("sh", "-c", "ulimit -n 120 && exec \"$0\" \"$@\""), List.of(), "without-descriptors");

        assertThat(output.lines())
                .as(output)
                .hasSize(4)
                .allMatch(line -> line.startsWith("at once: OTHER: cannot connect to unix://"))
                .allMatch(line -> line.endsWith(
                        ": this process has no file descriptor left (close some, or raise" + " ulimit -n)"));
    }
}
