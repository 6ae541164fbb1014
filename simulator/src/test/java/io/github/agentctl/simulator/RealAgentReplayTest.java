// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.proto.AgentProto;
import io.github.agentctl.proto.HealthProto;
import io.github.agentctl.transport.spi.InProcessListener;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Sends what was sent to a real agent, in the same order, and compares what comes back. */
class RealAgentReplayTest {
    /** Where the simulator differs, and why. */
    private static final Map<String, String> EXCEPTIONS = Map.of(
            "# SetGuestDateTime {\"Sec\":\"1\",\"Usec\":\"0\"}",
            "the captured agent was not allowed to set the clock, this one is",
            "# GetVolumeStats {\"volume_guest_path\":\"/tmp\"}",
            "the figures are those of one disk",
            "# StatsContainer {\"container_id\":\"c1\"}",
            "the figures are those of one moment");

    private static final InProcessListener LISTENER = new InProcessListener(new Endpoint.Other("sim", "replay"));
    private static final SimulatedAgent AGENT = SimulatedAgent.serve(LISTENER);

    @AfterAll
    static void end() {
        AGENT.close();
    }

    @Test
    void hasFewExceptions() throws IOException {
        assertThat(EXCEPTIONS).hasSizeLessThanOrEqualTo(8);
        assertThat(Capture.read().exchanges())
                .hasSize(91)
                .extracting(Capture.Exchange::title)
                .containsAll(EXCEPTIONS.keySet());
    }

    @TestFactory
    Stream<DynamicTest> answersAsTheRealAgentDid() throws IOException {
        return Capture.read().exchanges().stream()
                .map(exchange -> DynamicTest.dynamicTest(
                        exchange.connection() + " " + exchange.title(), () -> replay(exchange)));
    }

    private static void replay(Capture.Exchange exchange) throws IOException {
        try (RawClient client = new RawClient(LISTENER.connect())) {
            Capture.Frame frame = client.call(exchange.request());
            assertThat(frame.streamId()).isEqualTo(exchange.response().streamId());
            assertThat(frame.type()).isEqualTo(exchange.response().type());
            RawClient.Response expected =
                    RawClient.Response.parse(exchange.response().data());
            RawClient.Response actual = RawClient.Response.parse(frame.data());
            if (EXCEPTIONS.containsKey(exchange.title())) {
                assertThat(actual.code()).isZero();
                return;
            }
            assertThat(actual.code()).as(actual.message()).isEqualTo(expected.code());
            assertThat(firstLine(actual.message())).isEqualTo(firstLine(expected.message()));
            MethodDescriptor method = method(exchange.request());
            assertThat(reply(method, actual.payload())).isEqualTo(reply(method, expected.payload()));
        }
    }

    /** Up to the first newline, real or written; without the quote that closes what was not cut. */
    private static String firstLine(String message) {
        String line = message.lines().findFirst().orElse("");
        int written = line.indexOf("\\n");
        if (written >= 0) {
            return line.substring(0, written);
        }
        return line.startsWith("\"") && line.endsWith("\"") ? line.substring(0, line.length() - 1) : line;
    }

    private static MethodDescriptor method(Capture.Frame request) throws IOException {
        Map<Integer, ByteString> fields = RawClient.fields(ByteString.copyFrom(request.data()));
        boolean health = fields.get(1).toStringUtf8().equals("grpc.Health");
        var file = health ? HealthProto.getDescriptor() : AgentProto.getDescriptor();
        return file.findServiceByName(health ? "Health" : "AgentService")
                .findMethodByName(fields.get(2).toStringUtf8());
    }

    private static DynamicMessage reply(MethodDescriptor method, ByteString payload) throws IOException {
        return DynamicMessage.parseFrom(method.getOutputType(), payload);
    }
}
