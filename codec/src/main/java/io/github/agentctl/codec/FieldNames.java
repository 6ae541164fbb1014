// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names a field goes by: its own, its camel name of proto3 JSON, and the Rust tool's {@code type_}. In the messages
 * of the OCI specification case does not matter, because there the agent's names are those of {@code config.json} with
 * other capitals.
 */
final class FieldNames {
    /** Short names of the Rust tool, for name=value only. */
    private static final Map<String, String> SHORT =
            Map.of("cid", "container_id", "sid", "sandbox_id", "sec", "Sec", "usec", "Usec");

    private static final int FEW = 12;

    // The name and not OciProto.getDescriptor(): most calls need not load that file at all.
    private static final String OCI_FILE = "oci.proto";

    private FieldNames() {}

    static @Nullable FieldDescriptor find(Descriptor message, String name) {
        FieldDescriptor exact = message.findFieldByName(name);
        if (exact != null) {
            return exact;
        }
        boolean oci = isOci(message);
        for (FieldDescriptor field : message.getFields()) {
            boolean holdsOci = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && isOci(field.getMessageType());
            if (field.getJsonName().equals(name)
                    || (name.equals("type_") && field.getName().equals("type"))
                    || ((oci || holdsOci) && field.getName().equalsIgnoreCase(name))) {
                return field;
            }
        }
        // The one name of config.json that differs by more than capitals.
        return oci && name.equals("ociVersion") ? message.findFieldByName("Version") : null;
    }

    /** As {@link #find}, with the short names that name=value has at the top of a request. */
    static @Nullable FieldDescriptor findShort(Descriptor request, String name) {
        FieldDescriptor field = find(request, name);
        String meant = SHORT.get(name);
        return field != null || meant == null ? field : find(request, meant);
    }

    /** What is wrong with a name that no field has: the nearest right one, and all of them when they are few. */
    static String unknown(String name, Descriptor message, String owner, Set<String> more) {
        List<String> known = new ArrayList<>(more);
        message.getFields().forEach(field -> known.add(field.getName()));
        return unknown(name, known, owner);
    }

    /** As above, of the names that may stand there. */
    static String unknown(String name, List<String> known, String owner) {
        String place = Quoted.cut(owner);
        String problem = "unknown field " + BadValueException.quoted(name) + " in " + place;
        if (known.isEmpty()) {
            return "unknown field " + BadValueException.quoted(name) + ": " + place + " has no fields";
        }
        problem += Nearest.hint(name, known, SHORT);
        return known.size() <= FEW ? problem + " (its fields: " + String.join(", ", known) + ")" : problem;
    }

    static boolean isOci(Descriptor message) {
        return message.getFile().getName().equals(OCI_FILE);
    }
}
