// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.unix;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.TransportException;
import io.github.agentctl.api.transport.TransportException.Reason;
import io.github.agentctl.api.transport.TransportProvider;
import io.github.agentctl.api.transport.Transports;
import io.grpc.Deadline;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What must be seen in a JVM of its own. */
final class ChildJvm {
    private ChildJvm() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("availability")) {
            System.out.println(new JunixsocketTransport().availability());
            return;
        }
        if (arguments[0].equals("without-descriptors")) {
            connectWithoutDescriptors(List.of(new JdkTransport(), new JunixsocketTransport()));
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

    private static void connectWithoutDescriptors(List<TransportProvider> transports) throws IOException {
        Path directory = Files.createTempDirectory("agentctl");
        Endpoint endpoint = new Endpoint.Unix(directory.resolve("agent.sock").toString());
        List<String> failures = new ArrayList<>();
        List<Closeable> taken = new ArrayList<>();
        Listener listener = new JdkTransport().listen(endpoint);
        try (listener) {
            // Twice: the classes of either outcome are loaded before there is no descriptor to load them by.
            for (TransportProvider transport : transports) {
                transport.connect(endpoint, Deadline.after(5, TimeUnit.SECONDS)).close();
                failures.add(failure(transport, new Endpoint.Unix(directory + "/none.sock")));
            }
            failures.clear();
            takeAll(taken);
            for (TransportProvider transport : transports) {
                failures.add(failure(transport, endpoint));
            }
            // Enough for a socket, and not for what waits on it.
            taken.remove(0).close();
            for (TransportProvider transport : transports) {
                failures.add(failure(transport, endpoint));
            }
        } finally {
            for (Closeable one : taken) {
                one.close();
            }
        }
        Files.delete(directory);
        failures.forEach(System.out::println);
    }

    private static void takeAll(List<Closeable> taken) {
        try {
            while (taken.size() < 100_000) {
                taken.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException e) {
            // None is left.
        }
    }

    private static String failure(TransportProvider transport, Endpoint endpoint) {
        long start = System.nanoTime();
        try {
            transport.connect(endpoint, Deadline.after(20, TimeUnit.SECONDS)).close();
            return "connected";
        } catch (TransportException e) {
            boolean atOnce = System.nanoTime() - start < TimeUnit.SECONDS.toNanos(10);
            return (atOnce ? "at once: " : "late: ") + e.reason() + ": " + e.getMessage();
        }
    }

    /** What it prints, to either stream. */
    static String run(List<String> options, String argument) throws IOException, InterruptedException {
        return run(List.of(), options, argument);
    }

    /** @param before what runs it */
    static String run(List<String> before, List<String> options, String argument)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(before);
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
