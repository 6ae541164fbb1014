// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.interop;

import io.grpc.stub.StreamObserver;

/** Adds up a stream of items; answers the total at its end. */
class Adder implements StreamObserver<Item> {
    private final StreamObserver<Total> reply;
    private final Total.Builder total = Total.newBuilder().setInOrder(true);

    Adder(StreamObserver<Total> reply) {
        this.reply = reply;
    }

    @Override
    public void onNext(Item item) {
        total.setCount(total.getCount() + 1)
                .setSum(total.getSum() + item.getNumber())
                .setBytes(total.getBytes() + item.getBody().size())
                .setInOrder(total.getInOrder() && item.getNumber() == total.getCount());
    }

    @Override
    public void onError(Throwable cause) {}

    @Override
    public void onCompleted() {
        reply.onNext(total.build());
        reply.onCompleted();
    }
}
