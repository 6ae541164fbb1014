// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.github.agentctl.api.AgentPort;
import io.github.agentctl.api.Call;
import io.github.agentctl.codec.Catalogue;
import io.github.agentctl.codec.ReplyFormat;
import io.github.agentctl.proto.CopyFileRequest;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LiveCallsTest {
    private static final int MIB = 1 << 20;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream shown = new PrintStream(err, true, StandardCharsets.UTF_8);
    private final Recorder agent = new Recorder();

    @Test
    void writesOneReplyForACallOfSeveralRequests() {
        calls(Duration.ZERO, false, 0).make(copy(3));

        assertThat(agent.requests).hasSize(3);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("{}\n");
        assertThat(err.size()).isZero();
    }

    @Test
    void saysHowFarALongCopyIsToSomebodyWhoLooks() {
        calls(Duration.ZERO, true, 0, 200, 999, 1000, 1500, 2100).make(copy(5));

        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("info: /f: 3072 of 5120 KiB sent\ninfo: /f: 5120 of 5120 KiB sent\n");
    }

    @Test
    void limitsEachCallWhereThereIsALimit() {
        calls(Duration.ZERO, false, 0).make(copy(1));
        calls(Duration.ofMinutes(1), false, 0).make(copy(1));

        assertThat(agent.options.get(0).getDeadline()).isNull();
        assertThat(agent.options.get(1).getDeadline().timeRemaining(TimeUnit.SECONDS))
                .isBetween(30L, 60L);
    }

    @Test
    void connectsAtTheFirstCallAndClosesWhatItConnected() {
        LiveCalls calls = calls(Duration.ZERO, false, 0);
        calls.close();
        assertThat(agent.closed).isZero();

        calls.make(copy(2));
        calls.close();
        assertThat(agent.closed).isOne();
    }

    private LiveCalls calls(Duration timeout, boolean looked, long... millis) {
        Environment environment = new Environment(
                new ByteArrayInputStream(new byte[0]),
                out,
                shown,
                Map.of(),
                Descriptor.OTHER,
                Descriptor.PIPE,
                Descriptor.OTHER);
        Log log = new Log(shown, LogLevel.INFO);
        Iterator<Long> clock = Arrays.stream(millis).boxed().iterator();
        Progress progress =
                new Progress(log, looked, () -> clock.hasNext() ? TimeUnit.MILLISECONDS.toNanos(clock.next()) : 0);
        return new LiveCalls(() -> agent, timeout, new Replies(environment, ReplyFormat.JSON), progress, log);
    }

    private static Call copy(int pieces) {
        List<CopyFileRequest> requests = new ArrayList<>();
        for (int i = 0; i < pieces; i++) {
            requests.add(CopyFileRequest.newBuilder()
                    .setPath("/f")
                    .setFileSize((long) pieces * MIB)
                    .setOffset((long) i * MIB)
                    .setData(ByteString.copyFrom(new byte[MIB]))
                    .build());
        }
        return new Call(Catalogue.find("CopyFile").orElseThrow().method(), requests);
    }

    /** An agent that answers with nothing and notes what it is asked. */
    private static final class Recorder implements AgentPort {
        final List<Object> requests = new ArrayList<>();
        final List<CallOptions> options = new ArrayList<>();
        int closed;

        @Override
        public Channel channel() {
            throw new UnsupportedOperationException();
        }

        @Override
        @SuppressWarnings("unchecked") // CopyFile's reply is Empty
        public <Q, A> A call(MethodDescriptor<Q, A> method, CallOptions given, Q request) {
            requests.add(request);
            options.add(given);
            return (A) com.google.protobuf.Empty.getDefaultInstance();
        }

        @Override
        public <Q, A> CompletableFuture<A> callAsync(MethodDescriptor<Q, A> method, CallOptions given, Q request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Message call(String name, String specification) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            closed++;
        }
    }
}
