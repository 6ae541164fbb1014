// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import com.google.protobuf.Message;
import io.github.agentctl.api.Call;
import io.github.agentctl.api.CallCodec;
import io.github.agentctl.api.SpecificationException;

/** The codec that {@link java.util.ServiceLoader} finds: the text of {@link CallParser}, and JSON. Thread-safe. */
public final class JsonCallCodec implements CallCodec {
    /** For {@link java.util.ServiceLoader}. */
    public JsonCallCodec() {}

    @Override
    public Call decode(String name, String specification) {
        AgentCall call =
                Catalogue.find(name).orElseThrow(() -> new SpecificationException(name, 0, CallParser.unknown(name)));
        CallParser parser = new CallParser(new CallParser.Options(false, null, System.in, note -> {}));
        return parser.parse(call, new CommandText(specification));
    }

    @Override
    public String encode(Message message) {
        return MessageJson.line(message);
    }
}
