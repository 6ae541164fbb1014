// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** The contract that every transport must pass, as tests to extend. */
@NullMarked
module io.github.agentctl.transport.tck {
    requires static org.jspecify;
    requires transitive io.github.agentctl.api;
    requires transitive org.junit.jupiter.api;
    requires org.assertj.core;

    uses io.github.agentctl.api.transport.TransportProvider;

    exports io.github.agentctl.transport.tck;
}
