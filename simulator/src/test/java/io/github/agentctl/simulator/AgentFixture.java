// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.proto.AgentServiceGrpc;
import io.github.agentctl.proto.CreateContainerRequest;
import io.github.agentctl.proto.ExecProcessRequest;
import io.github.agentctl.proto.HealthGrpc;
import io.github.agentctl.proto.PauseContainerRequest;
import io.github.agentctl.proto.Process;
import io.github.agentctl.proto.ReadStreamRequest;
import io.github.agentctl.proto.RemoveContainerRequest;
import io.github.agentctl.proto.ResumeContainerRequest;
import io.github.agentctl.proto.SignalProcessRequest;
import io.github.agentctl.proto.Spec;
import io.github.agentctl.proto.StartContainerRequest;
import io.github.agentctl.proto.WaitProcessRequest;
import io.github.agentctl.proto.WriteStreamRequest;
import io.github.agentctl.transport.spi.InProcessListener;
import io.github.agentctl.ttrpc.TtrpcWire;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A fresh agent, and a caller who speaks ttrpc to it through a pipe. */
final class AgentFixture implements AutoCloseable {
    final InProcessListener listener = new InProcessListener(new Endpoint.Other("sim", "test"));
    final SimulatedAgent agent;
    final ManagedChannel channel;

    AgentFixture() {
        this(SimulatedAgent.builder());
    }

    AgentFixture(SimulatedAgentBuilder wanted) {
        agent = wanted.serve(listener);
        channel = connect();
    }

    ManagedChannel connect() {
        return new TtrpcWire().connect(listener.connect());
    }

    /** Calls that fail after 10 s rather than hang. */
    AgentServiceGrpc.AgentServiceBlockingStub calls() {
        return AgentServiceGrpc.newBlockingStub(channel).withDeadlineAfter(10, TimeUnit.SECONDS);
    }

    AgentServiceGrpc.AgentServiceFutureStub futures() {
        return AgentServiceGrpc.newFutureStub(channel).withDeadlineAfter(10, TimeUnit.SECONDS);
    }

    HealthGrpc.HealthBlockingStub health() {
        return HealthGrpc.newBlockingStub(channel).withDeadlineAfter(10, TimeUnit.SECONDS);
    }

    void create(String id, Process process) {
        var unused = calls().createContainer(CreateContainerRequest.newBuilder()
                .setContainerId(id)
                .setOCI(Spec.newBuilder().setProcess(process))
                .build());
    }

    void create(String id, String... args) {
        create(id, process(args));
    }

    void start(String id) {
        var unused = calls().startContainer(
                        StartContainerRequest.newBuilder().setContainerId(id).build());
    }

    void run(String id, String... args) {
        create(id, args);
        start(id);
    }

    void pause(String id) {
        var unused = calls().pauseContainer(
                        PauseContainerRequest.newBuilder().setContainerId(id).build());
    }

    void resume(String id) {
        var unused = calls().resumeContainer(
                        ResumeContainerRequest.newBuilder().setContainerId(id).build());
    }

    void remove(String id) {
        var unused = calls().removeContainer(
                        RemoveContainerRequest.newBuilder().setContainerId(id).build());
    }

    void exec(String id, String execId, String... args) {
        var unused = calls().execProcess(ExecProcessRequest.newBuilder()
                .setContainerId(id)
                .setExecId(execId)
                .setProcess(process(args))
                .build());
    }

    static Process process(String... args) {
        return Process.newBuilder().addAllArgs(List.of(args)).build();
    }

    String out(String id, String execId, int length) {
        return calls().readStdout(read(id, execId, length)).getData().toStringUtf8();
    }

    String err(String id, String execId, int length) {
        return calls().readStderr(read(id, execId, length)).getData().toStringUtf8();
    }

    static ReadStreamRequest read(String id, String execId, int length) {
        return ReadStreamRequest.newBuilder()
                .setContainerId(id)
                .setExecId(execId)
                .setLen(length)
                .build();
    }

    /** Everything a process writes until it ends. */
    String allOut(String id, String execId) {
        StringBuilder all = new StringBuilder();
        for (String part = out(id, execId, 4096); !part.isEmpty(); part = out(id, execId, 4096)) {
            all.append(part);
        }
        return all.toString();
    }

    int write(String id, String execId, String data) {
        return calls().writeStdin(WriteStreamRequest.newBuilder()
                        .setContainerId(id)
                        .setExecId(execId)
                        .setData(ByteString.copyFromUtf8(data))
                        .build())
                .getLen();
    }

    void signal(String id, String execId, int signal) {
        var unused = calls().signalProcess(SignalProcessRequest.newBuilder()
                .setContainerId(id)
                .setExecId(execId)
                .setSignal(signal)
                .build());
    }

    static WaitProcessRequest waitFor(String id, String execId) {
        return WaitProcessRequest.newBuilder()
                .setContainerId(id)
                .setExecId(execId)
                .build();
    }

    int exitCode(String id, String execId) {
        return calls().waitProcess(waitFor(id, execId)).getStatus();
    }

    static void assertFails(ThrowingCallable call, Status.Code code, String message) {
        assertThatThrownBy(call).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
            assertThat(e.getStatus().getCode()).isEqualTo(code);
            assertThat(e.getStatus().getDescription()).isEqualTo(message);
        });
    }

    static void assertRunsOutOfTime(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED));
    }

    /** Waits for what another thread does soon; fails after 10 s. */
    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not happen within 10 s");
            }
            Thread.onSpinWait();
            Thread.yield();
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        agent.close();
    }
}
