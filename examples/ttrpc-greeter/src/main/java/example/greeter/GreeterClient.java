// SPDX-License-Identifier: Apache-2.0
package example.greeter;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Transports;
import io.github.agentctl.ttrpc.TtrpcChannel;
import io.grpc.Deadline;

/** Greets once: {@code GreeterClient unix:///tmp/greeter.sock Ada}. */
public final class GreeterClient {
    private GreeterClient() {}

    public static void main(String... arguments) {
        Endpoint address = Endpoint.parse(arguments[0]);
        Connection connection = Transports.installed()
                .select(address, null)
                .connect(address, Deadline.after(5, SECONDS));
        TtrpcChannel channel = new TtrpcChannel(connection);
        Name name = Name.newBuilder().setName(arguments[1]).build();
        Greeting greeting = GreeterGrpc.newBlockingStub(channel).greet(name);
        System.out.println(greeting.getText());
        channel.shutdown();
    }
}
