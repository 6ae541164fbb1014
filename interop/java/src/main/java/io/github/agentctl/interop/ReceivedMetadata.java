// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.interop;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.List;

/** Shows a handler the metadata of its call: a stock server interceptor at work on ttrpc. */
final class ReceivedMetadata implements ServerInterceptor {
    private static final Context.Key<Metadata> KEY = Context.key("metadata");

    /** The metadata of the call that this handler serves; keys sorted. */
    static List<MetadataEntry> now() {
        Metadata metadata = KEY.get();
        return metadata.keys().stream()
                .sorted()
                .map(name -> MetadataEntry.newBuilder()
                        .setKey(name)
                        .addAllValues(metadata.getAll(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)))
                        .build())
                .toList();
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return Contexts.interceptCall(Context.current().withValue(KEY, headers), call, headers, next);
    }
}
