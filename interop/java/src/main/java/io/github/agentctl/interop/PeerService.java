// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.interop;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.rpc.Status;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Serves {@code peer.proto}, whose comments tell what each method does. */
final class PeerService extends PeerGrpc.PeerImplBase {
    private final Blocked blocked = new Blocked();
    private final Runnable hangUp;
    private final Consumer<ShutdownRequest> shutdown;

    PeerService(Runnable hangUp, Consumer<ShutdownRequest> shutdown) {
        this.hangUp = hangUp;
        this.shutdown = shutdown;
    }

    @Override
    public void unary(Item item, StreamObserver<Item> reply) {
        answer(reply, item);
    }

    @Override
    public StreamObserver<Item> clientStream(StreamObserver<Total> reply) {
        return new Adder(reply);
    }

    /** As fast as the client takes them, and no faster. */
    @Override
    public void serverStream(Order order, StreamObserver<Item> replies) {
        ServerCallStreamObserver<Item> sink = (ServerCallStreamObserver<Item>) replies;
        ByteString body = ByteString.copyFrom(new byte[order.getSize()]);
        sink.setOnReadyHandler(new Runnable() {
            private long sent;
            private boolean done;

            @Override
            public void run() {
                while (!done && sink.isReady()) {
                    if (sent == order.getCount()) {
                        done = true;
                        sink.onCompleted();
                    } else {
                        sink.onNext(Item.newBuilder()
                                .setNumber(++sent)
                                .setBody(body)
                                .build());
                    }
                }
            }
        });
    }

    @Override
    public StreamObserver<Item> bidi(StreamObserver<Item> replies) {
        return new Each<>(replies, UnaryOperator.identity());
    }

    @Override
    public void size(SizeRequest request, StreamObserver<SizeReply> reply) {
        answer(
                reply,
                SizeReply.newBuilder()
                        .setReceived(request.getBody().size())
                        .setBody(ByteString.copyFrom(new byte[request.getReplySize()]))
                        .build());
    }

    @Override
    public void nothing(Empty request, StreamObserver<Empty> reply) {
        answer(reply, request);
    }

    @Override
    public void deadline(Empty request, StreamObserver<DeadlineReply> reply) {
        Deadline deadline = Context.current().getDeadline();
        answer(
                reply,
                deadline == null
                        ? DeadlineReply.getDefaultInstance()
                        : DeadlineReply.newBuilder()
                                .setPresent(true)
                                .setRemainingNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS))
                                .build());
    }

    @Override
    public void block(BlockRequest request, StreamObserver<Empty> reply) {
        blocked.set(request.getToken(), State.STATE_RUNNING, "");
        if (held(request)) {
            answer(reply, Empty.getDefaultInstance());
        }
    }

    @Override
    public void blockStream(BlockRequest request, StreamObserver<Item> replies) {
        blocked.set(request.getToken(), State.STATE_RUNNING, "");
        replies.onNext(Item.newBuilder().setNumber(1).build());
        if (held(request)) {
            replies.onCompleted();
        }
    }

    @Override
    public void outcome(OutcomeRequest request, StreamObserver<OutcomeReply> reply) {
        try {
            answer(reply, blocked.await(request));
        } catch (InterruptedException e) {
            reply.onError(e);
        }
    }

    @Override
    public void metadata(Empty request, StreamObserver<MetadataReply> reply) {
        answer(
                reply,
                MetadataReply.newBuilder().addAllEntries(ReceivedMetadata.now()).build());
    }

    @Override
    public void metadataStream(Empty request, StreamObserver<MetadataEntry> replies) {
        ReceivedMetadata.now().forEach(replies::onNext);
        replies.onCompleted();
    }

    @Override
    public void fail(FailRequest request, StreamObserver<Empty> reply) {
        if (request.getCode() == 0) {
            answer(reply, Empty.getDefaultInstance());
        } else {
            reply.onError(error(request));
        }
    }

    @Override
    public void failStream(FailRequest request, StreamObserver<Item> replies) {
        for (int i = 1; i <= request.getAfter(); i++) {
            replies.onNext(Item.newBuilder().setNumber(i).build());
        }
        if (request.getCode() == 0) {
            replies.onCompleted();
        } else {
            replies.onError(error(request));
        }
    }

    @Override
    public StreamObserver<Item> stall(StreamObserver<Total> reply) {
        return new Adder(reply) {
            private boolean stalled;

            @Override
            public void onNext(Item item) {
                if (stalled) {
                    super.onNext(item);
                } else {
                    stalled = true;
                    sleep(item.getNumber());
                }
            }
        };
    }

    @Override
    public void hangup(HangupRequest request, StreamObserver<Item> replies) {
        for (int i = 1; i <= request.getAfter(); i++) {
            replies.onNext(Item.newBuilder().setNumber(i).build());
        }
        hangUp.run();
    }

    @Override
    public void hangupUnary(Empty request, StreamObserver<Empty> reply) {
        hangUp.run();
    }

    @Override
    public void shutdown(ShutdownRequest request, StreamObserver<Empty> reply) {
        answer(reply, Empty.getDefaultInstance());
        shutdown.accept(request);
    }

    static <A> void answer(StreamObserver<A> reply, A message) {
        reply.onNext(message);
        reply.onCompleted();
    }

    private boolean held(BlockRequest request) {
        try {
            return blocked.hold(request);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static io.grpc.StatusRuntimeException error(FailRequest request) {
        return StatusProto.toStatusRuntimeException(Status.newBuilder()
                .setCode(request.getCode())
                .setMessage(request.getMessage())
                .addAllDetails(request.getDetailsList())
                .build());
    }

    private static void sleep(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
