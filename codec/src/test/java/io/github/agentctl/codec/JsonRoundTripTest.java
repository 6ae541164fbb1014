// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** JSON out and in again gives the equal message, for every request, in every dialect. */
class JsonRoundTripTest {
    private static final long SEED = 20261125;
    private static final int MESSAGES = 40;

    static List<String> calls() {
        return Catalogue.names();
    }

    private static List<Message> messages(Message prototype) {
        RandomMessages random = new RandomMessages(SEED);
        return IntStream.range(0, MESSAGES)
                .mapToObj(i -> random.like(prototype))
                .toList();
    }

    private static Message request(String call) {
        return Catalogue.find(call).orElseThrow().emptyRequest();
    }

    private static void assertReadsBack(String call, Message message, String json) {
        assertThat(Commands.plain().request(call + " json://" + json))
                .as("seed %d, %s", SEED, json)
                .isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void readsWhatItWrites(String call) {
        for (Message message : messages(request(call))) {
            assertReadsBack(call, message, MessageJson.line(message));
            assertReadsBack(call, message, MessageJson.pretty(message));
        }
    }

    @ParameterizedTest
    @MethodSource("calls")
    void readsProtobufsOwnJson(String call) throws Exception {
        for (Message message : messages(request(call))) {
            assertReadsBack(call, message, JsonFormat.printer().print(message));
            assertReadsBack(
                    call, message, JsonFormat.printer().printingEnumsAsInts().print(message));
        }
    }

    @ParameterizedTest
    @MethodSource("calls")
    void readsTheDialectOfTheRustTool(String call) throws Exception {
        for (Message message : messages(request(call))) {
            assertReadsBack(call, message, RustJson.of(message));
        }
    }

    @ParameterizedTest
    @MethodSource("calls")
    void writesWhatProtobufReads(String call) throws Exception {
        AgentCall known = Catalogue.find(call).orElseThrow();
        Message reply = ((io.grpc.MethodDescriptor.PrototypeMarshaller<Message>)
                        known.method().getResponseMarshaller())
                .getMessagePrototype();
        for (Message prototype : List.of(known.emptyRequest(), reply)) {
            for (Message message : messages(prototype)) {
                for (String json : List.of(MessageJson.line(message), MessageJson.pretty(message))) {
                    Message.Builder read = message.newBuilderForType();
                    JsonFormat.parser().merge(json, read);
                    assertThat(read.build()).as("seed %d, %s", SEED, json).isEqualTo(message);
                    assertThat(json.codePoints().filter(c -> c != '\n' && Escapes.isUnsafe(c)))
                            .isEmpty();
                }
                assertThat(MessageJson.line(message)).doesNotContain("\n");
            }
        }
    }
}
