// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.github.agentctl.api.SpecificationException;
import io.github.agentctl.proto.Spec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What must hold of any text that is typed and any message that comes; asked by fuzz tests and by seeded generators. */
final class AnyText {
    private static final List<Message> REPLIES = replies();

    private AnyText() {}

    private static List<Message> replies() {
        List<Message> replies = new ArrayList<>();
        for (String name : Catalogue.names()) {
            AgentCall call = Catalogue.find(name).orElseThrow();
            replies.add(call.emptyRequest());
            replies.add(((io.grpc.MethodDescriptor.PrototypeMarshaller<Message>)
                            call.method().getResponseMarshaller())
                    .getMessagePrototype());
        }
        return replies;
    }

    /** A call, or a fault with a place in the text. */
    static void command(String text) {
        try {
            Commands.auto().requests(text);
        } catch (SpecificationException fault) {
            assertIsClear(fault, text);
        }
    }

    /** As {@link #command}; what is taken comes back from its own JSON as it is. */
    static void json(String call, String text) {
        String command = call + " json://" + text;
        Message request;
        try {
            request = Commands.plain().request(command);
        } catch (SpecificationException fault) {
            assertIsClear(fault, command);
            return;
        }
        assertReadsBack(call, request);
    }

    private static void assertIsClear(SpecificationException fault, String text) {
        assertThat(fault.position()).as(text).isBetween(-1, text.length());
        assertThat(fault.text()).isEqualTo(text);
        assertIsPrintable(String.valueOf(fault.getMessage()));
    }

    private static void assertIsPrintable(String text) {
        assertThat(text.codePoints().filter(Escapes::isUnsafe)).as(text).isEmpty();
    }

    private static void assertReadsBack(String call, Message request) {
        try {
            for (String json : List.of(MessageJson.line(request), MessageJson.pretty(request), RustJson.of(request))) {
                assertThat(Commands.plain().request(call + " json://" + json))
                        .as(json)
                        .isEqualTo(request);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A config.json becomes a specification, or a fault of one line; adapted, no path of the host is left in it. */
    static void configJson(String text) {
        Draft draft = new Draft(
                Catalogue.find("CreateContainer").orElseThrow(),
                SpecBase.CREATE_EXTRAS,
                AnyText::assertIsPrintable,
                AnyText::assertIsPrintable);
        Spec.Builder spec = Spec.newBuilder();
        try {
            JsonDocument json = new JsonDocument(text, (offset, problem) -> {
                assertThat(offset).isBetween(0, text.length());
                return new SpecificationException(text, offset, Sources.place("config.json", text, offset) + problem);
            });
            JsonMerge.configJson(json, draft, spec, AnyText::assertIsPrintable);
        } catch (SpecificationException fault) {
            assertIsPrintable(String.valueOf(fault.getMessage()));
            return;
        }
        try {
            RuntimeSpec.adapt(spec, Path.of("/bundle"), AnyText::assertIsPrintable);
        } catch (BadValueException e) {
            assertIsPrintable(e.problem());
            return;
        }
        assertThat(spec.getLinux().getNamespacesList())
                .noneMatch(namespace -> List.of("pid", "network", "cgroup").contains(namespace.getType()))
                .allMatch(namespace -> namespace.getPath().isEmpty());
        assertThat(spec.getRoot().getPath()).matches(path -> path.isEmpty() || path.startsWith("/"));
    }

    /** Bytes that are a reply of any call: each format writes them, as letters and as JSON that a strict reader takes. */
    static void reply(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        Message prototype = REPLIES.get((bytes[0] & 0xff) % REPLIES.size());
        Message reply;
        try {
            reply = prototype
                    .newBuilderForType()
                    .mergeFrom(bytes, 1, bytes.length - 1)
                    .build();
        } catch (InvalidProtocolBufferException e) {
            return;
        }
        for (ReplyFormat format : ReplyFormat.values()) {
            String text = written(format, reply);
            if (format != ReplyFormat.RAW) {
                assertThat(text.codePoints().filter(c -> c != '\n' && Escapes.isUnsafe(c)))
                        .as(text)
                        .isEmpty();
            }
            if (format == ReplyFormat.JSON) {
                assertThat(text.indexOf('\n')).as("one line").isEqualTo(text.length() - 1);
            }
            if (format == ReplyFormat.JSON || format == ReplyFormat.PRETTY) {
                JsonReader strict = new JsonReader(new StringReader(text));
                strict.setStrictness(Strictness.STRICT);
                assertThat(JsonParser.parseReader(strict).isJsonObject()).isTrue();
            }
        }
    }

    private static String written(ReplyFormat format, Message reply) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            format.write(reply, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
