// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import java.util.concurrent.CountDownLatch;

/** A handler of {@link Streams#ECHO} that never asks for a message. */
final class Unread {
    private Unread() {}

    /** @param cancelled counted down when such a call is cancelled */
    static ServerServiceDefinition service(CountDownLatch cancelled) {
        return ServerServiceDefinition.builder(Streams.SERVICE)
                .addMethod(Streams.ECHO, (call, headers) -> new ServerCall.Listener<>() {
                    @Override
                    public void onCancel() {
                        cancelled.countDown();
                    }
                })
                .build();
    }
}
