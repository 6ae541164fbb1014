// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The messages that calls are made of, by name. Thread-safe. */
public final class Schema {
    private static final Map<String, Descriptor> MESSAGES = messages();

    private Schema() {}

    /** The names of all messages without their packages ({@code Spec}), in alphabetic order. No two have the same. */
    public static List<String> names() {
        return List.copyOf(MESSAGES.keySet());
    }

    /** The message of that name, with its package or without: {@code grpc.Spec}, {@code Spec}. */
    public static Optional<Descriptor> find(String name) {
        Descriptor message = MESSAGES.get(name.substring(name.lastIndexOf('.') + 1));
        if (message == null || !(name.equals(message.getName()) || name.equals(message.getFullName()))) {
            return Optional.empty();
        }
        return Optional.of(message);
    }

    /** The name of a call or of a message that is nearest to a wrong one; empty where none is near. */
    public static Optional<String> nearest(String wrongName) {
        List<String> names = new ArrayList<>(Catalogue.names());
        names.addAll(MESSAGES.keySet());
        return Nearest.to(wrongName.substring(wrongName.lastIndexOf('.') + 1), names);
    }

    private static Map<String, Descriptor> messages() {
        Map<String, Descriptor> found = new TreeMap<>();
        for (String call : List.of("CreateContainer", "Check")) {
            collect(Catalogue.find(call).orElseThrow().request().getFile(), found);
        }
        return found;
    }

    private static void collect(FileDescriptor file, Map<String, Descriptor> found) {
        for (Descriptor message : file.getMessageTypes()) {
            Descriptor other = found.putIfAbsent(message.getName(), message);
            if (other != null && other != message) {
                throw new IllegalStateException(message.getFullName() + " and " + other.getFullName());
            }
        }
        file.getDependencies().forEach(dependency -> collect(dependency, found));
    }
}
