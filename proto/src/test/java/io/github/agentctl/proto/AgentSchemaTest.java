// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The descriptors say exactly what the table of agent 4.1.0's API says. */
class AgentSchemaTest {
    private static final List<FileDescriptor> FILES = List.of(
            OciProto.getDescriptor(),
            CsiProto.getDescriptor(),
            TypesProto.getDescriptor(),
            AgentProto.getDescriptor(),
            HealthProto.getDescriptor());

    @Test
    void holdsEveryLineOfTheTableAndNoOther() throws IOException {
        List<String> described = new ArrayList<>();
        FILES.forEach(file -> describe(file, described));

        assertThat(described).containsExactlyInAnyOrderElementsOf(table());
    }

    @Test
    void tableHasFortyFourCalls() throws IOException {
        assertThat(table()).filteredOn(line -> line.startsWith("rpc\t")).hasSize(44);
    }

    private static List<String> table() throws IOException {
        try (InputStream in = AgentSchemaTest.class.getResourceAsStream("/agent-4.1.0.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static void describe(FileDescriptor file, List<String> lines) {
        lines.add(row("file", file.getName(), "package", file.getPackage()));
        file.getServices().forEach(service -> describe(service, lines));
        file.getEnumTypes().forEach(type -> describe(type, lines));
        file.getMessageTypes().forEach(message -> describe(message, lines));
    }

    private static void describe(ServiceDescriptor service, List<String> lines) {
        for (MethodDescriptor method : service.getMethods()) {
            String kind = method.isClientStreaming() || method.isServerStreaming() ? "streaming" : "unary";
            String request = method.getInputType().getFullName();
            String reply = method.getOutputType().getFullName();
            lines.add(row("rpc", service.getFullName(), method.getName(), request, reply, kind));
        }
    }

    private static void describe(EnumDescriptor type, List<String> lines) {
        type.getValues()
                .forEach(value -> lines.add(
                        row("value", type.getFullName(), value.getName(), String.valueOf(value.getNumber()))));
    }

    private static void describe(Descriptor message, List<String> lines) {
        lines.add(row("message", message.getFullName()));
        for (FieldDescriptor field : message.getFields()) {
            String number = String.valueOf(field.getNumber());
            lines.add(row("field", message.getFullName(), field.getName(), number, type(field), label(field)));
        }
        message.getEnumTypes().forEach(type -> describe(type, lines));
    }

    private static String label(FieldDescriptor field) {
        if (field.isMapField()) {
            return "map";
        }
        if (field.isRepeated()) {
            return "repeated";
        }
        if (field.getRealContainingOneof() != null) {
            return "oneof " + field.getRealContainingOneof().getName();
        }
        return field.hasPresence() && field.getJavaType() != FieldDescriptor.JavaType.MESSAGE ? "optional" : "singular";
    }

    private static String type(FieldDescriptor field) {
        if (field.isMapField()) {
            Descriptor entry = field.getMessageType();
            return "map<" + type(entry.findFieldByNumber(1)) + "," + type(entry.findFieldByNumber(2)) + ">";
        }
        return switch (field.getJavaType()) {
            case MESSAGE -> field.getMessageType().getFullName();
            case ENUM -> field.getEnumType().getFullName();
            default -> field.getType().name().toLowerCase(Locale.ROOT);
        };
    }

    private static String row(String... cells) {
        return String.join("\t", cells);
    }
}
