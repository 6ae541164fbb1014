// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator.junit;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.TransportProvider;
import io.github.agentctl.api.transport.Transports;
import io.github.agentctl.simulator.ReceivedCall;
import io.github.agentctl.simulator.SimulatedAgent;
import io.github.agentctl.simulator.SimulatedAgentBuilder;
import io.github.agentctl.ttrpc.TtrpcWire;
import io.grpc.Channel;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One agent on a socket, what it was asked, and the connections that were made to it here. Thread-safe. */
final class RunningAgent implements AutoCloseable {
    private static final long CONNECT_SECONDS = 10;

    private final Path directory;
    private final Endpoint endpoint;
    private final TransportProvider transport;
    private final SimulatedAgent agent;
    private final List<ReceivedCall> calls = new ArrayList<>();
    private final List<ManagedChannel> channels = new ArrayList<>();

    private RunningAgent(Path directory, SimulatedAgentBuilder settings) {
        this.directory = directory;
        this.endpoint = new Endpoint.Unix(directory.resolve("agent.sock").toString());
        this.transport = Transports.installed().select(endpoint, null);
        this.agent = settings.onCall(this::note).serve(transport.listen(endpoint));
    }

    static RunningAgent start(SimulatedAgentBuilder settings) {
        Path directory;
        try {
            directory = Files.createTempDirectory("agentctl");
        } catch (IOException e) {
            throw new UncheckedIOException("there is no room for a socket", e);
        }
        try {
            return new RunningAgent(directory, settings);
        } catch (RuntimeException e) {
            var unused = directory.toFile().delete();
            throw e;
        }
    }

    Endpoint endpoint() {
        return endpoint;
    }

    SimulatedAgent agent() {
        return agent;
    }

    Channel channel() {
        Deadline limit = Deadline.after(CONNECT_SECONDS, TimeUnit.SECONDS);
        ManagedChannel channel = new TtrpcWire().connect(transport.connect(endpoint, limit));
        synchronized (channels) {
            channels.add(channel);
        }
        return channel;
    }

    List<ReceivedCall> calls() {
        synchronized (calls) {
            return List.copyOf(calls);
        }
    }

    boolean ended() {
        try {
            return agent.awaitTermination(Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Takes back the faults and forgets the calls. */
    void reset() {
        agent.clearFaults();
        synchronized (calls) {
            calls.clear();
        }
    }

    @Override
    public void close() {
        synchronized (channels) {
            channels.forEach(ManagedChannel::shutdownNow);
        }
        agent.close();
        try {
            Files.deleteIfExists(directory.resolve("agent.sock"));
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + directory, e);
        }
    }

    private void note(ReceivedCall call) {
        synchronized (calls) {
            calls.add(call);
        }
    }
}
