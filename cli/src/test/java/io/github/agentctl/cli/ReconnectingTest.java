// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.agentctl.client.AgentClient;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReconnectingTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Log log = new Log(new PrintStream(err, true, StandardCharsets.UTF_8), LogLevel.INFO);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sim:        | sim:, a fresh agent that knows nothing of the one before",
                "sim://a     | sim://a",
                "unix:///x   | unix:///x",
            })
    void saysSoFromTheSecondTimeOn(String address, String told) {
        Reconnecting connector = new Reconnecting(() -> AgentClient.connect("sim:"), address, log);

        connector.get().close();
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        connector.get().close();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("info: the connection was lost; connected again to " + told + "\n");
    }

    @Test
    void saysNothingOfATryThatFailed() {
        Reconnecting connector = new Reconnecting(
                () -> {
                    throw new IllegalStateException("nobody there");
                },
                "sim:",
                log);

        assertThat(catchFailure(connector)).hasMessage("nobody there");
        assertThat(catchFailure(connector)).hasMessage("nobody there");
        assertThat(err.size()).isZero();
    }

    private static Throwable catchFailure(Reconnecting connector) {
        return catchThrowable(connector::get);
    }
}
