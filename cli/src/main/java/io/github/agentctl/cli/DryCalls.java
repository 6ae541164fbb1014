// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import com.google.protobuf.Message;
import io.github.agentctl.api.Call;

/** Shows what would be sent. */
record DryCalls(Replies requests) implements CallMaker {
    @Override
    public void make(Call call) {
        for (Message request : call.requests()) {
            InterruptedRunException.throwIfInterrupted();
            requests.write(request);
        }
    }

    @Override
    public void close() {}
}
