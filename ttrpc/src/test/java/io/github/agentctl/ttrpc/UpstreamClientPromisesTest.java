// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the Go library promises of its client and of its API, by its own tests, as grpc-java's API has it. */
@Timeout(30)
class UpstreamClientPromisesTest {
    private static final Metadata.Key<String> FOO = Metadata.Key.of("foo", Metadata.ASCII_STRING_MARSHALLER);

    @RegisterExtension
    private final Loopback loopback = new Loopback();

    private final List<String> order = Collections.synchronizedList(new ArrayList<>());

    @Test
    @DisplayName("Go: TestUserOnCloseWait")
    void whoeverWaitsForTheEndOfAChannelHearsOfIt() throws Exception {
        TtrpcChannel channel = loopback.connect(Echo.parrot());
        assertThat(channel.awaitTermination(0, TimeUnit.SECONDS)).isFalse();

        channel.shutdown();

        assertThat(channel.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @DisplayName("Go: TestUnaryClientInterceptor, TestChainUnaryClientInterceptor")
    void clientInterceptorsRunInTheirOrder() {
        Channel channel = ClientInterceptors.interceptForward(
                loopback.connect(Echo.parrot()), client("seen it"), client("been"), client("there"), client("done"));

        assertThat(Echo.say(channel, "aaaa")).isEqualTo("aaaa");
        assertThat(order).containsExactly("seen it", "been", "there", "done");
    }

    @Test
    @DisplayName("Go: TestUnaryServerInterceptor, TestChainUnaryServerInterceptor")
    void serverInterceptorsRunInTheirOrder() {
        Channel channel = loopback.connect(ServerInterceptors.interceptForward(
                Echo.parrot(), server("seen it"), server("been"), server("there"), server("done")));

        assertThat(Echo.say(channel, "aaaa")).isEqualTo("aaaa");
        assertThat(order).containsExactly("seen it", "been", "there", "done");
    }

    @Test
    @DisplayName("Go: TestMetadataGet, TestMetadataGetInvalidKey, TestMetadataContext")
    void theValuesOfAKeyArriveInTheirOrderAndNoOthers() {
        Metadata sent = metadata("1", "2");

        Metadata arrived = Headers.fromPairs(Headers.toPairs(sent));

        assertThat(arrived.getAll(FOO)).containsExactly("1", "2");
        assertThat(arrived.keys()).containsExactly("foo");
    }

    @Test
    @DisplayName("Go: TestMetadataUnset, TestMetadataReplace, TestMetadataAppend")
    void whatIsChangedBeforeTheCallIsWhatIsSent() {
        Metadata sent = metadata("1", "2");
        sent.removeAll(FOO);
        assertThat(Headers.toPairs(sent)).isEmpty();
        sent.put(FOO, "3");
        sent.put(FOO, "4");
        assertThat(Headers.toPairs(sent)).containsExactly(new Wire.Pair("foo", "3"), new Wire.Pair("foo", "4"));
    }

    @Test
    @DisplayName("Go: TestMetadataClone, TestMetadataCloneConcurrent")
    void whatIsChangedAfterTheCallHasBegunIsNotSent() {
        List<Metadata> seen = Collections.synchronizedList(new ArrayList<>());
        ServerInterceptor look = new ServerInterceptor() {
            @Override
            public <Q, A> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                seen.add(headers);
                return next.startCall(call, headers);
            }
        };
        Channel channel = loopback.connect(ServerInterceptors.intercept(Echo.parrot(), look));
        Metadata mine = metadata("1");
        Channel changing = ClientInterceptors.intercept(channel, new ClientInterceptor() {
            @Override
            public <Q, A> ClientCall<Q, A> interceptCall(
                    MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
                return new io.grpc.ForwardingClientCall.SimpleForwardingClientCall<>(next.newCall(method, options)) {
                    @Override
                    public void start(Listener<A> listener, Metadata headers) {
                        super.start(listener, mine);
                        mine.put(FOO, "2");
                    }
                };
            }
        });

        Echo.say(changing, "x");

        assertThat(seen).hasSize(1);
        assertThat(seen.get(0).getAll(FOO)).containsExactly("1");
    }

    @Test
    @DisplayName("Go: Test_MethodFullNameGeneration")
    void aFullNameIsCutIntoServiceAndMethodAtItsLastSlash() throws Exception {
        for (String service : new String[] {"test.v1", "some/odd.name"}) {
            var pipes = io.github.agentctl.transport.spi.Pipes.open(
                    new io.github.agentctl.api.transport.Endpoint.Other("sim", ""));
            TtrpcChannel channel = new TtrpcChannel(pipes.client());
            loopback.after(channel::shutdownNow);
            io.grpc.stub.ClientCalls.futureUnaryCall(
                    channel.newCall(Echo.method(service, "Foo"), CallOptions.DEFAULT),
                    com.google.protobuf.StringValue.of("x"));

            RequestEnvelope request =
                    RequestEnvelope.parse(RawPeer.at(pipes.server()).receive().data());
            assertThat(request.service()).isEqualTo(service);
            assertThat(request.method()).isEqualTo("Foo");
        }
    }

    private static Metadata metadata(String... values) {
        Metadata metadata = new Metadata();
        for (String value : values) {
            metadata.put(FOO, value);
        }
        return metadata;
    }

    private ClientInterceptor client(String name) {
        return new ClientInterceptor() {
            @Override
            public <Q, A> ClientCall<Q, A> interceptCall(
                    MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
                order.add(name);
                return next.newCall(method, options);
            }
        };
    }

    private ServerInterceptor server(String name) {
        return new ServerInterceptor() {
            @Override
            public <Q, A> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                order.add(name);
                return next.startCall(call, headers);
            }
        };
    }
}
