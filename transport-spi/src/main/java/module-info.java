// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** What a transport builds on: connections and listeners over NIO channels, socket files, in-process pipes. */
@NullMarked
module io.github.agentctl.transport.spi {
    requires static transitive org.jspecify;
    requires transitive io.github.agentctl.api;

    exports io.github.agentctl.transport.spi;
}
