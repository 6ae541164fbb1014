// SPDX-License-Identifier: Apache-2.0
package example.greeter;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Transports;
import io.github.agentctl.ttrpc.TtrpcChannel;
import io.grpc.Deadline;
import java.util.concurrent.TimeUnit;

/** Greets somebody: an address, and a name. */
public final class GreeterClient {
    private GreeterClient() {}

    public static void main(String[] arguments) {
        TtrpcChannel channel = connect(arguments[0]);
        try {
            System.out.println(greet(channel, arguments[1]));
        } finally {
            channel.shutdownNow();
        }
    }

    static TtrpcChannel connect(String address) {
        Endpoint endpoint = Endpoint.parse(address);
        Connection connection = Transports.installed()
                .select(endpoint, null)
                .connect(endpoint, Deadline.after(5, TimeUnit.SECONDS));
        return new TtrpcChannel(connection);
    }

    static String greet(TtrpcChannel channel, String name) {
        GreeterGrpc.GreeterBlockingStub greeter = GreeterGrpc.newBlockingStub(channel);
        return greeter.withDeadlineAfter(2, TimeUnit.SECONDS)
                .greet(Name.newBuilder().setName(name).build())
                .getText();
    }
}
