// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.api;

import com.google.protobuf.Message;

/**
 * Text to a call, and a message to text. Found by {@link java.util.ServiceLoader}, so that
 * {@link AgentPort#call(String, String)} works without a dependency on the codec. Thread-safe; no values are carried
 * from one call to the next, and none are generated.
 */
public interface CallCodec {
    /**
     * Reads a call.
     *
     * @param name the call's name, {@code GetGuestDetails}
     * @param specification {@code name=value}, {@code json://{...}}, {@code file:///...}, several of them, or empty
     * @throws SpecificationException when the text names no call, no field, or a value that the field cannot hold
     */
    Call decode(String name, String specification);

    /** The message as one line of JSON, in the field names of the .proto files. */
    String encode(Message message);
}
