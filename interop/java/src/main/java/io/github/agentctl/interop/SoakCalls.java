// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.interop;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import io.github.agentctl.interop.streaming.Part;
import io.github.agentctl.interop.streaming.StreamingGrpc;
import io.github.agentctl.interop.streaming.Sum;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The calls that the soak makes, each with a number that its reply gives back. One caller's: not thread-safe.
 *
 * @param token names the calls of this caller that wait, to the server
 */
record SoakCalls(Channel channel, String token, SplittableRandom random) {
    private static final long FOREVER_MILLIS = 60_000;
    private static final ByteString BLOCK = block();

    /** A kind of call, and how many of a hundred are of it. */
    enum Kind {
        BLOCKING(30),
        FUTURE(20),
        ASYNC(18),
        REPLIES(8),
        REQUESTS(7),
        BOTH(7),
        /** Has a deadline that may pass. */
        DEADLINE(5, Status.Code.DEADLINE_EXCEEDED),
        /** Has a deadline that passes. */
        OVERDUE(2, Status.Code.DEADLINE_EXCEEDED),
        CANCELLED(3, Status.Code.CANCELLED);

        private final int share;
        private final List<Status.Code> ends;

        Kind(int share, Status.Code... ends) {
            this.share = share;
            this.ends = List.of(ends);
        }

        /** Whether it may end so, its connection being cut at any time. */
        boolean mayEnd(Status.Code code) {
            boolean repliedTo = code == Status.Code.OK && this != OVERDUE;
            return repliedTo || code == Status.Code.UNAVAILABLE || ends.contains(code);
        }

        static Kind any(SplittableRandom random) {
            int dice = random.nextInt(100);
            for (Kind kind : values()) {
                dice -= kind.share;
                if (dice < 0) {
                    return kind;
                }
            }
            throw new AssertionError("the shares are no hundred");
        }
    }

    private static ByteString block() {
        byte[] bytes = new byte[512 << 10];
        new Random(0).nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }

    /**
     * Makes a call and waits for its end.
     *
     * @return how it ended
     * @throws AssertionError when its reply is not the one to this number
     */
    Status.Code make(Kind kind, long number) throws InterruptedException {
        Metadata headers = new Metadata();
        headers.put(Ledger.NUMBER, String.valueOf(number));
        Channel numbered = ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
        try {
            make(kind, number, numbered);
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        } catch (CancellationException e) {
            return Status.Code.CANCELLED;
        } catch (ExecutionException e) {
            return Status.fromThrowable(e).getCode();
        }
    }

    private void make(Kind kind, long number, Channel numbered) throws InterruptedException, ExecutionException {
        switch (kind) {
            case BLOCKING -> echo(number, PeerGrpc.newBlockingStub(numbered)::unary);
            case FUTURE ->
                echo(number, item -> future(PeerGrpc.newFutureStub(numbered).unary(item)));
            case ASYNC ->
                echo(number, item -> one(to -> PeerGrpc.newStub(numbered).unary(item, to)));
            case REPLIES -> replies(number, numbered);
            case REQUESTS -> requests(number, numbered);
            case BOTH -> both(number, numbered);
            case DEADLINE ->
                echo(
                        number,
                        PeerGrpc.newBlockingStub(numbered)
                                .withDeadlineAfter(random.nextInt(1, 10_000), TimeUnit.MICROSECONDS)::unary);
            case OVERDUE -> overdue(numbered);
            case CANCELLED -> cancelled(numbered);
        }
    }

    private interface Echo {
        Item of(Item item) throws InterruptedException, ExecutionException;
    }

    private void echo(long number, Echo echo) throws InterruptedException, ExecutionException {
        Item item = item(number);
        same(echo.of(item), item);
    }

    private static Item future(ListenableFuture<Item> future) throws InterruptedException, ExecutionException {
        return future.get();
    }

    private static <T> T one(Consumer<StreamObserver<T>> call) throws InterruptedException, ExecutionException {
        List<T> all = Collected.from(call);
        same(all.size(), 1);
        return all.get(0);
    }

    /** The number comes in parts. */
    private void replies(long number, Channel numbered) {
        int parts = random.nextInt(1, 9);
        Sum sum = Sum.newBuilder().setSum((int) number).setNum(parts).build();
        int total = 0;
        int count = 0;
        for (Iterator<Part> all = StreamingGrpc.newBlockingStub(numbered).divideStream(sum); all.hasNext(); count++) {
            total += all.next().getAdd();
        }
        same(count, parts);
        same(total, (int) number);
    }

    private void requests(long number, Channel numbered) throws InterruptedException, ExecutionException {
        List<Item> items = items(number);
        Total total = one(to -> send(items, PeerGrpc.newStub(numbered).clientStream(to)));
        same(total.getCount(), (long) items.size());
        same(total.getSum(), items.stream().mapToLong(Item::getNumber).sum());
        same(
                total.getBytes(),
                items.stream().mapToLong(item -> item.getBody().size()).sum());
    }

    private void both(long number, Channel numbered) throws InterruptedException, ExecutionException {
        List<Item> items = items(number);
        same(Collected.<Item>from(to -> send(items, PeerGrpc.newStub(numbered).bidi(to))), items);
    }

    private void overdue(Channel numbered) {
        PeerGrpc.newBlockingStub(numbered)
                .withDeadlineAfter(random.nextInt(1, 20), TimeUnit.MILLISECONDS)
                .block(block(FOREVER_MILLIS));
    }

    /** In its middle, or somewhat before or after. The server is not told, so it goes on for a while. */
    private void cancelled(Channel numbered) throws InterruptedException, ExecutionException {
        if (random.nextBoolean()) {
            ListenableFuture<Empty> reply = PeerGrpc.newFutureStub(numbered).block(block(5));
            TimeUnit.MILLISECONDS.sleep(random.nextInt(8));
            reply.cancel(true);
            reply.get();
            return;
        }
        try (Context.CancellableContext context = Context.current().withCancellation()) {
            Context before = context.attach();
            try {
                Iterator<Item> items = PeerGrpc.newBlockingStub(numbered).blockStream(block(20));
                items.next();
                context.cancel(null);
                items.forEachRemaining(item -> {});
            } finally {
                context.detach(before);
            }
        }
    }

    private BlockRequest block(long millis) {
        return BlockRequest.newBuilder().setToken(token).setHoldMillis(millis).build();
    }

    private static void send(List<Item> items, StreamObserver<Item> to) {
        items.forEach(to::onNext);
        to.onCompleted();
    }

    private List<Item> items(long number) {
        List<Item> items = new ArrayList<>();
        for (int left = random.nextInt(6); left >= 0; left--) {
            items.add(item(number));
        }
        return items;
    }

    /** Mostly small; sometimes longer than a socket takes at once. */
    private Item item(long number) {
        int dice = random.nextInt(1000);
        int size = random.nextInt(dice < 3 ? 256 << 10 : dice < 150 ? 4 << 10 : 64);
        int start = random.nextInt(BLOCK.size() - size);
        return Item.newBuilder()
                .setNumber(number)
                .setBody(BLOCK.substring(start, start + size))
                .build();
    }

    private static void same(Object got, Object expected) {
        if (!expected.equals(got)) {
            throw new AssertionError("the reply is " + cut(got) + ", not " + cut(expected));
        }
    }

    private static String cut(Object value) {
        String text = String.valueOf(value);
        return text.length() <= 200 ? text : text.substring(0, 200) + "...";
    }
}
