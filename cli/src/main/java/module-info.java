// SPDX-License-Identifier: Apache-2.0
import io.github.agentctl.cli.LogBinding;
import org.jspecify.annotations.NullMarked;
import org.slf4j.spi.SLF4JServiceProvider;

/** The command line. */
@NullMarked
module io.github.agentctl.cli {
    requires static transitive org.jspecify;
    requires info.picocli;
    requires io.github.agentctl.client;
    requires io.github.agentctl.codec;
    requires io.github.agentctl.proto;
    requires io.github.agentctl.simulator;
    requires java.logging;
    requires org.jline.reader;
    requires org.jline.terminal;
    requires transitive org.slf4j;

    exports io.github.agentctl.cli;

    uses io.github.agentctl.api.WireProvider;

    provides SLF4JServiceProvider with
            LogBinding;
}
