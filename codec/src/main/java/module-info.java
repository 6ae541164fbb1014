// SPDX-License-Identifier: Apache-2.0
import io.github.agentctl.api.CallCodec;
import io.github.agentctl.codec.JsonCallCodec;
import org.jspecify.annotations.NullMarked;

/** One command's text to a call of the agent, and a message to text. */
@NullMarked
module io.github.agentctl.codec {
    requires static transitive org.jspecify;
    requires transitive io.github.agentctl.api;
    requires transitive com.google.protobuf;
    requires transitive io.grpc;
    requires io.github.agentctl.proto;
    requires com.google.gson;

    exports io.github.agentctl.codec;

    provides CallCodec with
            JsonCallCodec;
}
