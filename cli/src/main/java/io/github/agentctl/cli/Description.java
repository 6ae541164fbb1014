// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import io.github.agentctl.codec.AgentCall;
import io.github.agentctl.codec.Catalogue;
import io.github.agentctl.codec.ReplyFormat;
import io.github.agentctl.codec.Schema;
import io.github.agentctl.codec.Template;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What there is to know of a call, of a message or of an enum, without an agent.
 *
 * @param text for people
 * @param template the request, or the message, in JSON with every field in it; an enum's first value
 */
record Description(String text, String template) {
    /** @param name of a call, a message or an enum, with its package or without */
    static Optional<Description> of(String name) {
        return Catalogue.find(name)
                .map(Description::call)
                .or(() -> Schema.find(name).map(Description::message))
                .or(() -> Schema.findEnum(name).map(Description::enumeration));
    }

    /** The names that {@link #of} finds, without packages. */
    static List<String> names() {
        return Stream.of(Catalogue.names(), Schema.names(), Schema.enumNames())
                .flatMap(List::stream)
                .toList();
    }

    /** What is wrong with a name that {@link #of} does not find. */
    static String unknown(String name) {
        return "no call, no message and no enum is called '" + name + "'"
                + Schema.nearest(name)
                        .map(right -> "; did you mean '" + right + "'?")
                        .orElse(" ('list' says what there is)");
    }

    private static Description call(AgentCall call) {
        Descriptor request = call.request();
        String text = ListCalls.head(call)
                + "\n\nRequest " + fields(request)
                + beside(call)
                + "\n\nReply " + fields(call.reply())
                + nested(List.of(request, call.reply()));
        return new Description(text, template(request));
    }

    private static Description message(Descriptor message) {
        return new Description("Message " + fields(message) + nested(List.of(message)), template(message));
    }

    private static Description enumeration(EnumDescriptor type) {
        return new Description(
                "Enum " + type.getFullName() + FieldList.of(type),
                '"' + type.getValues().get(0).getName() + '"');
    }

    private static String fields(Descriptor message) {
        String fields = FieldList.of(message);
        return message.getFullName() + (fields.isEmpty() ? "\n  (no fields)" : fields);
    }

    private static String beside(AgentCall call) {
        return call.extras().isEmpty()
                ? ""
                : "\n\nA command may also say " + String.join(", ", new TreeSet<>(call.extras()))
                        + ", which the request is made from.";
    }

    private static String nested(List<Descriptor> messages) {
        String nested = FieldList.within(messages);
        return nested.isEmpty() ? "" : "\n\nMessages within:\n\n" + nested;
    }

    private static String template(Descriptor message) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        try {
            ReplyFormat.PRETTY.write(Template.of(message), json);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return json.toString(StandardCharsets.UTF_8).stripTrailing();
    }
}
