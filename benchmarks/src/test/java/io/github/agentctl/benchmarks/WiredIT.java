// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.BytesValue;
import io.grpc.CallOptions;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Those that every machine has. */
class WiredIT {
    @ParameterizedTest
    @ValueSource(strings = {"in-process", "unix-jdk", "unix-jnr", "hvsock", "unix-grpc", "in-process-grpc"})
    void aCallComesBackWithItsPayload(String transport) throws IOException {
        BytesValue request = Blob.of(65_536);
        try (Wired wired = new Wired(transport)) {
            CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS);
            assertThat(ClientCalls.blockingUnaryCall(wired.channel(), Blob.ECHO, options, request))
                    .isEqualTo(request);
        }
    }
}
