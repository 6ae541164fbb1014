// SPDX-License-Identifier: Apache-2.0
import io.github.agentctl.api.transport.TransportProvider;
import io.github.agentctl.transport.unix.JdkTransport;
import io.github.agentctl.transport.unix.JunixsocketTransport;
import org.jspecify.annotations.NullMarked;

/** Unix sockets: paths by the JDK, paths and abstract names by junixsocket. */
@NullMarked
module io.github.agentctl.transport.unix {
    requires static org.jspecify;
    requires transitive io.github.agentctl.api;
    requires io.github.agentctl.transport.spi;
    requires jdk.net;
    requires org.newsclub.net.unix;
    // Its native library, which nobody else brings onto a module path.
    requires com.kohlschutter.junixsocket.nativecommon;

    exports io.github.agentctl.transport.unix;

    provides TransportProvider with
            JdkTransport,
            JunixsocketTransport;
}
