// SPDX-License-Identifier: Apache-2.0
package example.tcp;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.transport.tck.ProviderSpecifics;
import io.github.agentctl.transport.tck.Specifics;
import io.github.agentctl.transport.tck.TransportContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

class TcpContractTest extends TransportContract {
    private final Specifics specifics =
            new ProviderSpecifics(new TcpTransport(), TcpContractTest::freeAddress, false);

    @Override
    public Specifics specifics() {
        return specifics;
    }

    private static Endpoint freeAddress() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new Endpoint.Other("tcp", "127.0.0.1:" + socket.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
