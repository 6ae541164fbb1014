// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.unix;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.TransportException;
import io.github.agentctl.api.transport.TransportException.Reason;
import io.github.agentctl.api.transport.Transports;
import io.grpc.Deadline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What must be seen in a JVM of its own. */
final class ChildJvm {
    private ChildJvm() {}

    public static void main(String[] arguments) {
        if (arguments[0].equals("availability")) {
            System.out.println(new JunixsocketTransport().availability());
            return;
        }
        Endpoint endpoint = new Endpoint.Unix("/nonexistent/agent.sock");
        try {
            Transports.installed()
                    .select(endpoint, null)
                    .connect(endpoint, Deadline.after(5, TimeUnit.SECONDS))
                    .close();
        } catch (TransportException e) {
            System.out.println(
                    Set.of(Reason.REFUSED, Reason.NOT_THERE).contains(e.reason())
                            ? "REFUSED or NOT_THERE"
                            : e.reason());
        }
    }

    /** What it prints, to either stream. */
    static String run(List<String> options, String argument) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ChildJvm.class.getName(), argument));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
