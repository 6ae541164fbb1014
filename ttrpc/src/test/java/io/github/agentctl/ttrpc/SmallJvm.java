// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.transport.unix.JdkTransport;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A client or a server of ours in a JVM of its own that has 32 MiB. Its peer is the test: what the peer keeps is not
 * counted. The first OutOfMemoryError, of whatever thread, ends it with another exit code, unless it may survive them.
 */
final class SmallJvm implements AutoCloseable {
    private static final List<String> STRICT = List.of("-XX:+ExitOnOutOfMemoryError");

    private final Process process;
    private final BufferedReader lines;

    private SmallJvm(List<String> options, String... arguments) throws IOException {
        String program = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(program, "-Xmx32m");
        builder.command().addAll(options);
        builder.command().addAll(List.of("-cp", System.getProperty("java.class.path"), SmallJvm.class.getName()));
        builder.command().addAll(List.of(arguments));
        this.process = builder.redirectErrorStream(true).start();
        this.lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Makes calls of {@link Echo} one after the other, and prints how often which status came. */
    static SmallJvm calling(Endpoint endpoint, int count) throws IOException {
        return new SmallJvm(STRICT, "call", path(endpoint), String.valueOf(count));
    }

    /** As {@link #calling}, but a failed allocation does not end it. */
    static SmallJvm callingLeniently(Endpoint endpoint, int count) throws IOException {
        return new SmallJvm(List.of(), "call", path(endpoint), String.valueOf(count));
    }

    /** Opens streams that nobody reads; then it makes a call when it is told to go on. */
    static SmallJvm streaming(Endpoint endpoint, int count) throws IOException {
        return new SmallJvm(STRICT, "stream", path(endpoint), String.valueOf(count));
    }

    /**
     * Serves {@link Echo} (what begins with "wait" holds its handler for ever, "large" gets 128 KiB) and streams that
     * nobody reads, 16 calls of a connection at a time. It listens when this returns.
     */
    static SmallJvm serving(Endpoint endpoint) throws IOException {
        SmallJvm server = new SmallJvm(STRICT, "serve", path(endpoint));
        assertThat(server.lines.readLine()).isEqualTo("listening");
        return server;
    }

    private static String path(Endpoint endpoint) {
        return ((Endpoint.Unix) endpoint).path();
    }

    /** What it waits for may happen now. */
    void goOn() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    /** Ends it in order; gives all that it has printed. */
    String end() throws Exception {
        process.getOutputStream().close();
        StringBuilder text = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            text.append(line).append('\n');
        }
        assertThat(process.waitFor()).as(text.toString()).isZero();
        return text.toString();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** In the small JVM. */
    public static void main(String[] arguments) throws Exception {
        Endpoint endpoint = new Endpoint.Unix(arguments[1]);
        switch (arguments[0]) {
            case "call" -> call(channel(endpoint), Integer.parseInt(arguments[2]));
            case "stream" -> stream(channel(endpoint), Integer.parseInt(arguments[2]));
            default -> serve(new JdkTransport().listen(endpoint));
        }
        System.exit(0);
    }

    private static TtrpcChannel channel(Endpoint endpoint) {
        Connection connection = new JdkTransport().connect(endpoint, Deadline.after(10, TimeUnit.SECONDS));
        return new TtrpcChannel(connection);
    }

    private static void call(TtrpcChannel channel, int count) {
        Map<String, Integer> ends = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            ends.merge(say(channel), 1, Integer::sum);
        }
        System.out.println(ends);
    }

    private static String say(TtrpcChannel channel) {
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(5, TimeUnit.SECONDS);
        try {
            Echo.say(channel, options, "x");
            return "OK";
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode().toString();
        }
    }

    private static void stream(TtrpcChannel channel, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            ClientCall<StringValue, StringValue> call = channel.newCall(Streams.ECHO, CallOptions.DEFAULT);
            call.start(new Heard(), new Metadata());
        }
        var unused = System.in.read();
        var reply = ClientCalls.futureUnaryCall(channel.newCall(Echo.METHOD, CallOptions.DEFAULT), StringValue.of("x"));
        System.out.println(reply.get(30, TimeUnit.SECONDS).getValue());
    }

    private static void serve(Listener listener) throws Exception {
        TtrpcServer server = TtrpcServer.builder(listener)
                .addService(Unread.service(new CountDownLatch(1)))
                .addService(Echo.service(SmallJvm::answer))
                .maxCallsPerConnection(16)
                .build()
                .start();
        System.out.println("listening");
        while (System.in.read() >= 0) {
            // Until the end.
        }
        server.shutdownNow();
        System.out.println(server.awaitTermination(10, TimeUnit.SECONDS) ? "ended" : "still running");
    }

    private static void answer(String text, StreamObserver<StringValue> reply) {
        if (text.startsWith("wait")) {
            CountDownLatch ever = new CountDownLatch(1);
            try {
                ever.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        Echo.reply(reply, text.equals("large") ? "y".repeat(128 << 10) : text);
    }
}
