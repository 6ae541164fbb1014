// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.agentctl.api.transport.Connection;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.TransportException;
import io.github.agentctl.api.transport.TransportException.Reason;
import io.github.agentctl.api.transport.TransportProvider;
import io.grpc.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mockito.ArgumentCaptor;

@Timeout(30)
class ConnectorTest {
    private static final Endpoint ENDPOINT = new Endpoint.Unix("/run/x.sock");

    private final TransportProvider transport = mock(TransportProvider.class);
    private final Connection connection = mock(Connection.class);
    private final List<Waiting> told = new ArrayList<>();

    @AfterEach
    void noInterruptLeaksIntoTheNextTest() {
        Thread.interrupted();
    }

    @Test
    void triesAgainWhatMayPassUntilSomebodyIsThere() {
        when(transport.connect(any(), any()))
                .thenThrow(failure(Reason.NOT_THERE))
                .thenThrow(failure(Reason.REFUSED))
                .thenReturn(connection);

        assertThat(connector(Duration.ofSeconds(20)).connect(ENDPOINT)).isSameAs(connection);

        assertThat(told)
                .extracting(waiting -> waiting.failure().reason())
                .containsExactly(Reason.NOT_THERE, Reason.REFUSED);
        assertThat(told.get(1).elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(10));
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"IMPOSSIBLE", "IN_USE", "UNAVAILABLE", "OTHER"})
    void failsAtOnceWhereAnotherTryCannotHelp(Reason reason) {
        TransportException failure = failure(reason);
        when(transport.connect(any(), any())).thenThrow(failure);

        assertThatThrownBy(() -> connector(Duration.ofSeconds(20)).connect(ENDPOINT))
                .isSameAs(failure);

        verify(transport, times(1)).connect(any(), any());
        assertThat(told).isEmpty();
    }

    @Test
    void givesUpAtTheOneLimitAndSaysHowLongItTried() {
        when(transport.connect(any(), any())).thenThrow(failure(Reason.NO_PERMISSION));

        assertThatThrownBy(() -> connector(Duration.ofMillis(50)).connect(ENDPOINT))
                .hasMessage("not now; tried for 0.05s")
                .asInstanceOf(InstanceOfAssertFactories.type(TransportException.class))
                .extracting(TransportException::reason)
                .isEqualTo(Reason.NO_PERMISSION);
    }

    @Test
    void tellsWhyTheTriesFailedAndNotThatTheLastOneHadNoTime() {
        when(transport.connect(any(), any())).thenThrow(failure(Reason.REFUSED)).thenThrow(failure(Reason.TIMED_OUT));

        assertThatThrownBy(() -> connector(Duration.ofMillis(50)).connect(ENDPOINT))
                .asInstanceOf(InstanceOfAssertFactories.type(TransportException.class))
                .extracting(TransportException::reason)
                .isEqualTo(Reason.REFUSED);
    }

    @Test
    void tellsThatTheLastTryFoundSomebodyWhoSaysNothing() {
        when(transport.connect(any(), any()))
                .thenThrow(failure(Reason.NOT_THERE))
                .thenAnswer(call -> {
                    Deadline deadline = call.getArgument(1);
                    TimeUnit.NANOSECONDS.sleep(Math.max(0, deadline.timeRemaining(TimeUnit.NANOSECONDS)));
                    throw failure(Reason.TIMED_OUT);
                });

        assertThatThrownBy(() -> connector(Duration.ofMillis(1000)).connect(ENDPOINT))
                .asInstanceOf(InstanceOfAssertFactories.type(TransportException.class))
                .extracting(TransportException::reason)
                .isEqualTo(Reason.TIMED_OUT);
    }

    @Test
    void givesEveryTryTheSameDeadline() {
        when(transport.connect(any(), any())).thenThrow(failure(Reason.REFUSED)).thenReturn(connection);

        connector(Duration.ofMinutes(1)).connect(ENDPOINT);

        ArgumentCaptor<Deadline> deadlines = ArgumentCaptor.forClass(Deadline.class);
        verify(transport, times(2)).connect(any(), deadlines.capture());
        assertThat(deadlines.getAllValues().get(0))
                .isSameAs(deadlines.getAllValues().get(1));
        assertThat(deadlines.getValue().timeRemaining(TimeUnit.SECONDS)).isBetween(30L, 60L);
    }

    @Test
    void triesForEverWhereTheLimitIsZero() {
        when(transport.connect(any(), any())).thenThrow(failure(Reason.REFUSED)).thenReturn(connection);

        assertThat(connector(Duration.ZERO).connect(ENDPOINT)).isSameAs(connection);
    }

    @Test
    void endsOnAnInterruptAndKeepsTheFlag() {
        when(transport.connect(any(), any())).thenThrow(failure(Reason.REFUSED));
        Thread caller = Thread.currentThread();
        Connector<Connection> connector =
                new Connector<>(transport::connect, Duration.ofHours(1), waiting -> caller.interrupt());

        assertThatThrownBy(() -> connector.connect(ENDPOINT)).hasMessageContaining("interrupted while connecting");

        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        verify(transport, times(1)).connect(any(), any());
    }

    private Connector<Connection> connector(Duration limit) {
        return new Connector<>(transport::connect, limit, told::add);
    }

    private static TransportException failure(Reason reason) {
        return new TransportException(ENDPOINT, reason, "not now", null);
    }
}
