// SPDX-License-Identifier: Apache-2.0
package example.greeter;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;

/** The handlers: one of each kind. */
final class GreeterService extends GreeterGrpc.GreeterImplBase {
    @Override
    public void greet(Name name, StreamObserver<Greeting> reply) {
        if (name.getName().isEmpty()) {
            reply.onError(nameless(name));
            return;
        }
        String town = Town.HERE.get();
        reply.onNext(greeting("Hello, " + name.getName() + (town == null ? "" : " of " + town)));
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
            public void onError(Throwable lost) {
                // The client or the connection has gone: nobody waits for the greeting.
            }

            @Override
            public void onCompleted() {
                reply.onNext(greeting("Hello, " + String.join(" and ", names)));
                reply.onCompleted();
            }
        };
    }

    @Override
    public void greetOften(Wish wish, StreamObserver<Greeting> replies) {
        ServerCallStreamObserver<Greeting> out = (ServerCallStreamObserver<Greeting>) replies;
        int[] sent = {0};
        out.setOnReadyHandler(() -> {
            while (out.isReady() && sent[0] < wish.getTimes()) {
                out.onNext(greeting("Hello, " + wish.getName() + ", the " + ++sent[0] + ". time"));
            }
            if (sent[0] == wish.getTimes()) {
                sent[0]++;
                out.onCompleted();
            }
        });
    }

    @Override
    public StreamObserver<Name> chat(StreamObserver<Greeting> replies) {
        return new StreamObserver<>() {
            @Override
            public void onNext(Name name) {
                replies.onNext(greeting("Hello, " + name.getName()));
            }

            @Override
            public void onError(Throwable lost) {
                // As above.
            }

            @Override
            public void onCompleted() {
                replies.onCompleted();
            }
        };
    }

    private static RuntimeException nameless(Name name) {
        return StatusProto.toStatusRuntimeException(Status.newBuilder()
                .setCode(Code.INVALID_ARGUMENT_VALUE)
                .setMessage("whom shall I greet?")
                .addDetails(Any.pack(name))
                .build());
    }

    static Greeting greeting(String text) {
        return Greeting.newBuilder().setText(text).build();
    }
}
