// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** The embedded agent as an extension of JUnit. */
@NullMarked
module io.github.agentctl.simulator.junit {
    requires static org.jspecify;
    requires transitive io.github.agentctl.simulator;
    requires transitive org.junit.jupiter.api;
    requires io.github.agentctl.ttrpc;

    exports io.github.agentctl.simulator.junit;
}
