// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The messages and enums that calls are made of, by name. Thread-safe. */
public final class Schema {
    /** The package of the calls; it speaks of the types of {@link #BESIDE} as of its own. */
    private static final String AGENT = "grpc.";

    private static final String BESIDE = "types.";

    private static final Map<String, Descriptor> MESSAGES = new TreeMap<>();
    private static final Map<String, EnumDescriptor> ENUMS = new TreeMap<>();

    static {
        for (String call : List.of("CreateContainer", "Check")) {
            collect(Catalogue.find(call).orElseThrow().request().getFile());
        }
    }

    private Schema() {}

    /** The names of all messages without their packages ({@code Spec}), in alphabetic order. No two have the same. */
    public static List<String> names() {
        return List.copyOf(MESSAGES.keySet());
    }

    /** The names of all enums without packages and messages ({@code ServingStatus}), as those of {@link #names()}. */
    public static List<String> enumNames() {
        return List.copyOf(ENUMS.keySet());
    }

    /**
     * The message of that name, with its package or without: {@code grpc.Spec}, {@code Spec}. Those of the package
     * {@code types} are also found under {@code grpc}.
     */
    public static Optional<Descriptor> find(String name) {
        return find(MESSAGES, name);
    }

    /** The enum of that name, as {@link #find(String)}; one within a message with that message's name or without. */
    public static Optional<EnumDescriptor> findEnum(String name) {
        return find(ENUMS, name);
    }

    /** The name of a call, a message or an enum that is nearest to a wrong one; empty where none is near. */
    public static Optional<String> nearest(String wrongName) {
        List<String> names = new ArrayList<>(Catalogue.names());
        names.addAll(MESSAGES.keySet());
        names.addAll(ENUMS.keySet());
        return Nearest.to(wrongName.substring(wrongName.lastIndexOf('.') + 1), names);
    }

    private static <D extends GenericDescriptor> Optional<D> find(Map<String, D> all, String name) {
        return Optional.ofNullable(all.get(name.substring(name.lastIndexOf('.') + 1)))
                .filter(found -> isNameOf(found, name)
                        || (name.startsWith(AGENT) && isNameOf(found, BESIDE + name.substring(AGENT.length()))));
    }

    private static boolean isNameOf(GenericDescriptor found, String name) {
        return ("." + found.getFullName()).endsWith("." + name);
    }

    private static void collect(FileDescriptor file) {
        file.getMessageTypes().forEach(message -> {
            add(MESSAGES, message);
            message.getEnumTypes().forEach(within -> add(ENUMS, within));
        });
        file.getEnumTypes().forEach(type -> add(ENUMS, type));
        file.getDependencies().forEach(Schema::collect);
    }

    private static <D extends GenericDescriptor> void add(Map<String, D> all, D type) {
        D other = all.putIfAbsent(type.getName(), type);
        if (other != null && other != type) {
            throw new IllegalStateException(type.getFullName() + " and " + other.getFullName());
        }
    }
}
