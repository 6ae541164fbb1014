// SPDX-License-Identifier: Apache-2.0
package example.greeter;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/** Gives handlers the metadata {@code town}. */
final class Town implements ServerInterceptor {
    static final Metadata.Key<String> KEY = Metadata.Key.of("town", Metadata.ASCII_STRING_MARSHALLER);

    /** Null where the client sent none. */
    static final Context.Key<String> HERE = Context.key("town");

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Context context = Context.current().withValue(HERE, headers.get(KEY));
        return Contexts.interceptCall(context, call, headers, next);
    }
}
