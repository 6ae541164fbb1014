// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.github.agentctl.proto.AgentServiceGrpc;
import io.github.agentctl.proto.HealthGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The calls with names of their own, against the services as the stubs have them. */
class AgentCallsTest {
    private @Nullable MethodDescriptor<?, ?> called;
    private @Nullable Object sent;

    private final AgentCalls calls = new AgentCalls() {
        @Override
        public <Q, A> A call(MethodDescriptor<Q, A> method, Q request) {
            called = method;
            sent = request;
            return reply(method);
        }

        @Override
        public <Q, A> CompletableFuture<A> callAsync(MethodDescriptor<Q, A> method, Q request) {
            return CompletableFuture.completedFuture(call(method, request));
        }
    };

    static Stream<MethodDescriptor<?, ?>> methods() {
        return Stream.of(AgentServiceGrpc.getServiceDescriptor(), HealthGrpc.getServiceDescriptor())
                .flatMap(service -> service.getMethods().stream());
    }

    @ParameterizedTest
    @MethodSource("methods")
    void callsTheMethodOfItsName(MethodDescriptor<?, ?> method) throws ReflectiveOperationException {
        String name = name(method);
        Message reply = prototype(method.getResponseMarshaller());

        Method blocking = named(name);
        assertThat(blocking.getReturnType()).isEqualTo(reply.getClass());
        assertThat(call(blocking, method)).isEqualTo(reply);

        Method future = named(name + "Async");
        assertThat(((ParameterizedType) future.getGenericReturnType()).getActualTypeArguments())
                .containsExactly(reply.getClass());
        assertThat(((CompletableFuture<?>) call(future, method)).join()).isEqualTo(reply);
    }

    @Test
    void areNothingBesideThose() {
        List<String> expected = methods()
                .map(AgentCallsTest::name)
                .flatMap(name -> Stream.of(name, name + "Async"))
                .toList();

        assertThat(expected).hasSize(88);
        assertThat(Arrays.stream(AgentCalls.class.getMethods())
                        .filter(method -> method.getDeclaringClass() != Caller.class)
                        .map(Method::getName))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private Object call(Method method, MethodDescriptor<?, ?> expected) throws ReflectiveOperationException {
        Message request = prototype(expected.getRequestMarshaller());
        boolean empty = request.getDescriptorForType().getFields().isEmpty()
                || expected.getServiceName().equals(HealthGrpc.SERVICE_NAME);
        assertThat(method.getParameterTypes()).isEqualTo(empty ? new Class<?>[0] : new Class<?>[] {request.getClass()});
        called = null;
        Object result = empty ? method.invoke(calls) : method.invoke(calls, request);
        assertThat(called).isSameAs(expected);
        assertThat(sent).isEqualTo(request);
        return result;
    }

    private static Method named(String name) {
        List<Method> found = Arrays.stream(AgentCalls.class.getMethods())
                .filter(method -> method.getName().equals(name))
                .toList();
        assertThat(found).as(name).hasSize(1);
        return found.get(0);
    }

    private static String name(MethodDescriptor<?, ?> method) {
        String name = method.getBareMethodName();
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    @SuppressWarnings("unchecked") // the prototype of a method's replies is a reply
    private static <A> A reply(MethodDescriptor<?, A> method) {
        return (A) prototype(method.getResponseMarshaller());
    }

    private static Message prototype(Marshaller<?> marshaller) {
        return (Message) ((PrototypeMarshaller<?>) marshaller).getMessagePrototype();
    }
}
