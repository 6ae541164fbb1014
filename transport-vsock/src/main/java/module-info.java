// SPDX-License-Identifier: Apache-2.0
import io.github.agentctl.api.transport.TransportProvider;
import io.github.agentctl.transport.vsock.VsockTransport;
import org.jspecify.annotations.NullMarked;

/** Sockets between a virtual machine and its host, by junixsocket. */
@NullMarked
module io.github.agentctl.transport.vsock {
    requires static org.jspecify;
    requires transitive io.github.agentctl.api;
    requires io.github.agentctl.transport.spi;
    requires org.newsclub.net.unix;
    // Its native library, which nobody else brings onto a module path.
    requires com.kohlschutter.junixsocket.nativecommon;

    exports io.github.agentctl.transport.vsock;

    provides TransportProvider with
            VsockTransport;
}
