// SPDX-License-Identifier: Apache-2.0
package example.greeter;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;

/** What the server does: an ordinary service of grpc-java. */
public final class GreeterService extends GreeterGrpc.GreeterImplBase {
    @Override
    public void greet(Name request, StreamObserver<Greeting> reply) {
        if (request.getName().isEmpty()) {
            reply.onError(Status.INVALID_ARGUMENT.withDescription("no name").asRuntimeException());
            return;
        }
        reply.onNext(greeting("Hello, " + request.getName()));
        reply.onCompleted();
    }

    @Override
    public StreamObserver<Name> greetAll(StreamObserver<Greeting> reply) {
        List<String> names = new ArrayList<>();
        return new StreamObserver<>() {
            @Override
            public void onNext(Name name) {
                names.add(name.getName());
            }

            @Override
            public void onError(Throwable cause) {
                // The client is gone, or its time is over: nobody waits for an answer.
            }

            @Override
            public void onCompleted() {
                reply.onNext(greeting("Hello, " + String.join(" and ", names)));
                reply.onCompleted();
            }
        };
    }

    @Override
    public void greetInAll(Name request, StreamObserver<Greeting> replies) {
        for (String hello : List.of("Hello", "Bonjour", "Hallo")) {
            replies.onNext(greeting(hello + ", " + request.getName()));
        }
        replies.onCompleted();
    }

    @Override
    public StreamObserver<Name> greetEach(StreamObserver<Greeting> replies) {
        return new StreamObserver<>() {
            @Override
            public void onNext(Name name) {
                replies.onNext(greeting("Hello, " + name.getName()));
            }

            @Override
            public void onError(Throwable cause) {
                // As above.
            }

            @Override
            public void onCompleted() {
                replies.onCompleted();
            }
        };
    }

    private static Greeting greeting(String text) {
        return Greeting.newBuilder().setText(text).build();
    }
}
