// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.agentctl.proto.CheckRequest;
import io.github.agentctl.proto.HealthCheckResponse;
import io.github.agentctl.proto.HealthGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.mockito.InOrder;

@SuppressWarnings("unchecked") // mocks of generic types
class PendingCallTest {
    private static final MethodDescriptor<CheckRequest, HealthCheckResponse> CHECK = HealthGrpc.getCheckMethod();
    private static final CallOptions OPTIONS = CallOptions.DEFAULT.withExecutor(Runnable::run);
    private static final CheckRequest REQUEST = CheckRequest.getDefaultInstance();

    private final ManagedChannel channel = mock(ManagedChannel.class);
    private final ClientCall<CheckRequest, HealthCheckResponse> real = mock(ClientCall.class);
    private final ClientCall.Listener<HealthCheckResponse> listener = mock(ClientCall.Listener.class);
    private final Metadata headers = new Metadata();
    private final CompletableFuture<ManagedChannel> connection = new CompletableFuture<>();
    private final PendingCall<CheckRequest, HealthCheckResponse> call = new PendingCall<>(connection, CHECK, OPTIONS);

    @BeforeEach
    void channel() {
        when(channel.newCall(CHECK, OPTIONS)).thenReturn(real);
        when(real.isReady()).thenReturn(true);
    }

    @Test
    void doesWhatWasAskedInOrderAlsoWhatIsAskedMeanwhile() {
        doAnswer(sending -> {
                    call.request(7);
                    return null;
                })
                .when(real)
                .sendMessage(any());
        call.start(listener, headers);
        call.request(2);
        call.sendMessage(REQUEST);
        call.halfClose();
        assertThat(call.isReady()).isFalse();

        connection.complete(channel);

        InOrder order = inOrder(real);
        order.verify(real).start(listener, headers);
        order.verify(real).request(2);
        order.verify(real).sendMessage(REQUEST);
        order.verify(real).halfClose();
        order.verify(real).request(7);
        assertThat(call.isReady()).isTrue();
        call.request(1);
        order.verify(real).request(1);
    }

    @Test
    void passesACancellationOnBeforeWhatStillWaits() {
        doAnswer(requesting -> {
                    call.cancel("enough", null);
                    return null;
                })
                .when(real)
                .request(anyInt());
        call.start(listener, headers);
        call.request(1);
        call.halfClose();

        connection.complete(channel);

        InOrder order = inOrder(real);
        order.verify(real).cancel("enough", null);
        order.verify(real).halfClose();
        verify(listener, never()).onClose(any(), any());
    }

    @Test
    void makesNoCallWhereItWasCancelledBefore() {
        call.start(listener, headers);
        call.cancel("enough", null);
        connection.complete(channel);

        ArgumentCaptor<Status> status = ArgumentCaptor.forClass(Status.class);
        verify(listener).onClose(status.capture(), any());
        assertThat(status.getValue().getCode()).isEqualTo(Status.Code.CANCELLED);
        assertThat(status.getValue().getDescription()).isEqualTo("enough");
        verify(channel, never()).newCall(any(), any());
    }
}
