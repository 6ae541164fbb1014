// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.agentctl.api.CallException;
import io.github.agentctl.api.EndpointException;
import io.github.agentctl.api.ProtocolException;
import io.github.agentctl.api.SpecificationException;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.TransportException;
import io.grpc.Status;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExitCodeTest {
    @Test
    void hasOneForEachKindOfFailure() {
        assertThat(ExitCode.of(new UsageException("x"))).isEqualTo(2);
        assertThat(ExitCode.of(new EndpointException("a", "x"))).isEqualTo(2);
        assertThat(ExitCode.of(new SpecificationException("a", 0, "x"))).isEqualTo(3);
        assertThat(ExitCode.of(
                        new TransportException(new Endpoint.Unix("/x"), TransportException.Reason.REFUSED, "x", null)))
                .isEqualTo(4);
        assertThat(ExitCode.of(new ProtocolException("x", null))).isEqualTo(1);
        assertThat(ExitCode.of(new IllegalStateException("x"))).isEqualTo(1);
        assertThat(ExitCode.of(new InterruptedRunException())).isEqualTo(130);
    }

    @ParameterizedTest
    @EnumSource(value = Status.Code.class, names = "OK", mode = EnumSource.Mode.EXCLUDE)
    void addsTheStatusOfACallTo64(Status.Code code) {
        assertThat(ExitCode.of(new CallException("a/B", code.toStatus().asRuntimeException())))
                .isEqualTo(64 + code.value());
    }

    @Test
    void tellsAReaderThatWentAwayFromAFullDisk() {
        assertThat(ExitCode.of(OutputException.of(new IOException("Broken pipe"), Descriptor.OTHER)))
                .isEqualTo(141);
        assertThat(ExitCode.of(OutputException.of(new IOException("Datenübergabe unterbrochen"), Descriptor.PIPE)))
                .isEqualTo(141);
        assertThat(ExitCode.of(OutputException.of(new IOException("No space left on device"), Descriptor.OTHER)))
                .isEqualTo(1);
    }
}
