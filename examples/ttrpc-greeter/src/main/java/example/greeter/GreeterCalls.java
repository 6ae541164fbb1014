// SPDX-License-Identifier: Apache-2.0
package example.greeter;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** Each kind of call, as a client makes it. */
final class GreeterCalls {
    private final Channel channel;

    GreeterCalls(Channel channel) {
        this.channel = channel;
    }

    /** Many names, one greeting. */
    String greetAll(List<String> names) throws InterruptedException, StatusException {
        BlockingClientCall<Name, Greeting> call = GreeterGrpc.newBlockingV2Stub(channel).greetAll();
        for (String name : names) {
            call.write(named(name));
        }
        call.halfClose();
        return call.read().getText();
    }

    /** One wish, many greetings. */
    List<String> greetOften(Wish wish) {
        List<String> heard = new ArrayList<>();
        Iterator<Greeting> greetings = GreeterGrpc.newBlockingStub(channel).greetOften(wish);
        while (greetings.hasNext()) {
            heard.add(greetings.next().getText());
        }
        return heard;
    }

    /** Names and greetings in turn. */
    List<String> chat(List<String> names) throws InterruptedException, StatusException {
        List<String> heard = new ArrayList<>();
        BlockingClientCall<Name, Greeting> call = GreeterGrpc.newBlockingV2Stub(channel).chat();
        for (String name : names) {
            call.write(named(name));
            heard.add(call.read().getText());
        }
        call.halfClose();
        return heard;
    }

    /** The same without a thread that waits. */
    void chat(List<String> names, StreamObserver<Greeting> greetings) {
        StreamObserver<Name> out = GreeterGrpc.newStub(channel).chat(greetings);
        names.forEach(name -> out.onNext(named(name)));
        out.onCompleted();
    }

    /** As many names as there are, no faster than the server takes them. */
    CompletableFuture<String> greetAll(Iterator<Name> names) {
        CompletableFuture<String> text = new CompletableFuture<>();
        AtomicBoolean ended = new AtomicBoolean();
        GreeterGrpc.newStub(channel).greetAll(new ClientResponseObserver<Name, Greeting>() {
            @Override
            public void beforeStart(ClientCallStreamObserver<Name> out) {
                out.setOnReadyHandler(() -> {
                    while (out.isReady() && names.hasNext()) {
                        out.onNext(names.next());
                    }
                    if (!names.hasNext() && ended.compareAndSet(false, true)) {
                        out.onCompleted();
                    }
                });
            }

            @Override
            public void onNext(Greeting greeting) {
                text.complete(greeting.getText());
            }

            @Override
            public void onError(Throwable failure) {
                text.completeExceptionally(failure);
            }

            @Override
            public void onCompleted() {}
        });
        return text;
    }

    /** With a limit of time. */
    String greetSoon(String name) {
        return GreeterGrpc.newBlockingStub(channel)
                .withDeadlineAfter(2, SECONDS)
                .greet(named(name))
                .getText();
    }

    /** Hears one greeting and wants no more. */
    String greetUntilHeard(Wish wish) throws InterruptedException, StatusException {
        BlockingClientCall<?, Greeting> call = GreeterGrpc.newBlockingV2Stub(channel).greetOften(wish);
        String first = call.read().getText();
        call.cancel("heard enough", null);
        return first;
    }

    /** With metadata. */
    String greetFrom(String town, String name) {
        Metadata headers = new Metadata();
        headers.put(Town.KEY, town);
        ClientInterceptor attach = MetadataUtils.newAttachHeadersInterceptor(headers);
        return GreeterGrpc.newBlockingStub(channel)
                .withInterceptors(attach)
                .greet(named(name))
                .getText();
    }

    static Name named(String name) {
        return Name.newBuilder().setName(name).build();
    }
}
