// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;

/** Maps by descriptor: protobuf shows them as lists of entries, of which the last one with a key counts. */
final class MapEntries {
    private MapEntries() {}

    /** A builder that holds the message under a key, or an empty one. */
    static Message.Builder current(Message.Builder message, FieldDescriptor map, String key) {
        FieldDescriptor keyField = map.getMessageType().findFieldByNumber(1);
        FieldDescriptor valueField = map.getMessageType().findFieldByNumber(2);
        for (Message entry : entries(message.getField(map))) {
            if (String.valueOf(entry.getField(keyField)).equals(key)) {
                return ((Message) entry.getField(valueField)).toBuilder();
            }
        }
        return message.newBuilderForField(map).newBuilderForField(valueField);
    }

    @SuppressWarnings("unchecked") // what getField gives for a map field
    static List<Message> entries(Object fieldValue) {
        return (List<Message>) fieldValue;
    }
}
