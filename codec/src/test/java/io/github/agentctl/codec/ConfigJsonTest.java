// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.github.agentctl.proto.CreateContainerRequest;
import io.github.agentctl.proto.ExecProcessRequest;
import io.github.agentctl.proto.Spec;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole OCI runtime specification, as a config.json, in the agent's message. */
class ConfigJsonTest {
    /** Messages that the agent keeps for other systems, with nothing of theirs in it. */
    private static final Set<String> UNREACHABLE = Set.of("grpc.Solaris.dummy", "grpc.Windows.dummy");

    @TempDir
    Path bundle;

    private static JsonObject everyField() throws Exception {
        try (InputStream in = Objects.requireNonNull(ConfigJsonTest.class.getResourceAsStream("/every-field.json"))) {
            return JsonParser.parseString(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .getAsJsonObject();
        }
    }

    static IntStream seeds() {
        return IntStream.range(0, 50);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void mapsEveryFieldOfTheSpecification(int seed) throws Exception {
        JsonObject config = (JsonObject) varied(everyField(), new Random(seed), seed > 0);
        Files.writeString(bundle.resolve("config.json"), config.toString());
        Commands commands = Commands.plain(bundle);
        Spec spec = commands.request("CreateContainer", CreateContainerRequest.class)
                .getOCI();

        List<String> dropped = new ArrayList<>();
        assertSame(config, spec, "", dropped);
        assertThat(commands.notes)
                .containsExactlyInAnyOrderElementsOf(dropped.stream()
                        .map(name -> "dropped " + name + ": the agent has no such field")
                        .toList());
        Set<String> unset = new TreeSet<>();
        findUnset(spec, unset);
        assertThat(unset).as("fields of grpc.Spec without a value").isEqualTo(UNREACHABLE);
    }

    /** The same shape with other values, none of them a default, and one to three elements in each list. */
    private static JsonElement varied(JsonElement element, Random random, boolean vary) {
        if (element instanceof JsonObject object) {
            JsonObject copy = new JsonObject();
            object.entrySet().forEach(entry -> copy.add(entry.getKey(), varied(entry.getValue(), random, vary)));
            return copy;
        }
        if (element instanceof JsonArray array && !array.isEmpty()) {
            JsonArray copy = new JsonArray();
            int size = vary ? 1 + random.nextInt(3) : array.size();
            for (int i = 0; i < size; i++) {
                copy.add(varied(array.get(Math.min(i, array.size() - 1)), random, vary));
            }
            return copy;
        }
        if (vary && element instanceof JsonPrimitive value) {
            if (value.isNumber()) {
                return new JsonPrimitive(1 + random.nextInt(Integer.MAX_VALUE - 1));
            }
            if (value.isString()) {
                return new JsonPrimitive(value.getAsString() + "\u00fc\n" + random.nextInt());
            }
        }
        return element;
    }

    /** Walks both side by side; what has no field is to be named in the notes. */
    private static void assertSame(JsonObject json, Message message, String path, List<String> dropped) {
        json.entrySet().forEach(entry -> {
            String name = path + entry.getKey();
            FieldDescriptor field = field(message.getDescriptorForType(), entry.getKey());
            if (field == null) {
                dropped.add(name);
                return;
            }
            JsonElement value = entry.getValue();
            if (field.isMapField()) {
                JsonObject map = value.getAsJsonObject();
                assertThat(message.getRepeatedFieldCount(field)).isEqualTo(map.size());
                for (Message pair : MapEntries.entries(message.getField(field))) {
                    List<Object> both = List.copyOf(pair.getAllFields().values());
                    assertThat(map.get((String) both.get(0)).getAsString()).isEqualTo(both.get(1));
                }
            } else if (field.isRepeated()) {
                JsonArray array = value.getAsJsonArray();
                assertThat(message.getRepeatedFieldCount(field)).as(name).isEqualTo(array.size());
                for (int i = 0; i < array.size(); i++) {
                    assertSameValue(
                            array.get(i), field, message.getRepeatedField(field, i), name + "[" + i + "]", dropped);
                }
            } else {
                assertSameValue(value, field, message.getField(field), name, dropped);
            }
        });
    }

    private static void assertSameValue(
            JsonElement json, FieldDescriptor field, Object value, String name, List<String> dropped) {
        if (value instanceof Message message) {
            assertSame(json.getAsJsonObject(), message, name + ".", dropped);
        } else {
            assertThat(MessageJson.number(field, value)).as(name).isEqualTo(json.getAsString());
        }
    }

    private static FieldDescriptor field(Descriptor message, String name) {
        String wanted = name.equals("ociVersion") ? "version" : name;
        return message.getFields().stream()
                .filter(field -> field.getName().equalsIgnoreCase(wanted))
                .findFirst()
                .orElse(null);
    }

    private static void findUnset(Message message, Set<String> unset) {
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            boolean set = field.isRepeated() ? message.getRepeatedFieldCount(field) > 0 : message.hasField(field);
            if (!set) {
                unset.add(field.getFullName());
            } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !field.isMapField()) {
                findUnset(
                        (Message) (field.isRepeated() ? message.getRepeatedField(field, 0) : message.getField(field)),
                        unset);
            }
        }
    }

    @Test
    void givesAnExecutedProcessEveryFieldToo() throws Exception {
        Files.writeString(bundle.resolve("config.json"), everyField().toString());
        Commands commands = Commands.plain(bundle);
        Spec container = Commands.plain(bundle)
                .request("CreateContainer", CreateContainerRequest.class)
                .getOCI();
        assertThat(commands.request("ExecProcess", ExecProcessRequest.class).getProcess())
                .isEqualTo(container.getProcess());
        assertThat(commands.notes)
                .isNotEmpty()
                .allSatisfy(note -> assertThat(note).startsWith("dropped process."));
    }

    @Test
    void isTakenInsideARawRequestToo() throws Exception {
        Files.writeString(bundle.resolve("config.json"), everyField().toString());
        Commands fromBundle = Commands.plain(bundle);
        Commands raw = Commands.plain();
        assertThat(raw.request("CreateContainer json://{\"OCI\":" + everyField() + "}"))
                .isEqualTo(fromBundle.request("CreateContainer"));
        assertThat(raw.notes)
                .isEqualTo(fromBundle.notes.stream()
                        .map(note -> note.replace("dropped ", "dropped OCI."))
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"process\":{^\"argz\":[\"x\"]}} | unknown field 'argz' in process; did you mean 'args'?",
                "{\"process\":{^\"ioPriorty\":{}}}  | did you mean 'ioPriority'?",
                "{\"process\":{^\"oomScoreAdk\":1}} | did you mean 'oomScoreAdj'?",
                "{\"linux\":{^\"uidMapping\":[]}}   | unknown field 'uidMapping' in linux; did you mean 'uidMappings'?",
                "{\"linux\":{\"resources\":{^\"cpus\":{}}}} | unknown field 'cpus' in linux.resources; did you mean 'cpu'?",
                "{\"mounts\":[{},{^\"destinaton\":\"/\"}]} | unknown field 'destinaton' in mounts[1]; did you mean 'destination'?",
                "{^\"ociVersions\":\"1\"}           | unknown field 'ociVersions' in config.json; did you mean 'ociVersion'?",
                "{^\"x-vendor\":{\"deep\":[1]}}      | unknown field 'x-vendor' in config.json",
            })
    void refusesNamesThatNoSpecificationHas(String marked, String problem) throws Exception {
        Path config = Files.writeString(bundle.resolve("config.json"), marked.replace("^", ""));
        String place = config + ", line 1, column " + (1 + marked.indexOf('^')) + ": ";
        for (Commands commands : List.of(Commands.plain(bundle), Commands.auto(bundle))) {
            assertThat(commands.fault("CreateContainer"))
                    .hasMessageStartingWith(place)
                    .hasMessageContaining(problem);
        }
        assertThat(Commands.plain().fault("ExecProcess spec=" + config))
                .hasMessageStartingWith(place)
                .hasMessageContaining(problem);
    }

    @Test
    void placesAFaultInTheBundle() throws Exception {
        Path config = Files.writeString(bundle.resolve("config.json"), "{\n \"hostname\": 5}");
        var fault = Commands.plain(bundle).fault("CreateContainer");
        assertThat(fault).hasMessage(config + ", line 2, column 14: hostname: expected a string, got a number");
        assertThat(fault.position()).isEqualTo(-1);
    }
}
