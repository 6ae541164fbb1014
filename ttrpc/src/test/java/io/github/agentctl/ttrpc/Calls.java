// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.util.concurrent.Future;
import org.assertj.core.api.InstanceOfAssertFactories;

/** Calls of {@link Echo}, and how they end. */
final class Calls {
    private Calls() {}

    static Future<StringValue> future(Channel channel, String text) {
        return ClientCalls.futureUnaryCall(channel.newCall(Echo.METHOD, CallOptions.DEFAULT), StringValue.of(text));
    }

    static void assertStatus(Status.Code code, Runnable call) {
        assertThatThrownBy(call::run)
                .asInstanceOf(InstanceOfAssertFactories.type(StatusRuntimeException.class))
                .extracting(e -> e.getStatus().getCode())
                .isEqualTo(code);
    }

    static Status.Code codeOf(Runnable call) {
        try {
            call.run();
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }
}
