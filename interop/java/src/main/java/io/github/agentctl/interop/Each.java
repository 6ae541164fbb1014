// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.interop;

import io.grpc.stub.StreamObserver;
import java.util.function.Function;

/** Answers each message of a stream with one of its own. */
record Each<Q, A>(StreamObserver<A> replies, Function<? super Q, ? extends A> answer) implements StreamObserver<Q> {
    @Override
    public void onNext(Q message) {
        replies.onNext(answer.apply(message));
    }

    @Override
    public void onError(Throwable cause) {}

    @Override
    public void onCompleted() {
        replies.onCompleted();
    }
}
