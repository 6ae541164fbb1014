// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import com.google.protobuf.Empty;
import io.github.agentctl.proto.AgentServiceGrpc;
import io.github.agentctl.proto.ExecProcessRequest;
import io.github.agentctl.proto.SignalProcessRequest;
import io.github.agentctl.proto.WaitProcessRequest;
import io.github.agentctl.proto.WaitProcessResponse;
import java.util.concurrent.CompletableFuture;

/** The life of processes. */
final class ProcessCalls {
    private final Sandbox sandbox;

    private ProcessCalls(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    static void register(Calls calls, Sandbox sandbox) {
        ProcessCalls handlers = new ProcessCalls(sandbox);
        calls.answer(AgentServiceGrpc.getExecProcessMethod(), handlers::exec)
                .answer(AgentServiceGrpc.getSignalProcessMethod(), handlers::signal)
                .answerLater(AgentServiceGrpc.getWaitProcessMethod(), handlers::waitFor);
    }

    private Empty exec(ExecProcessRequest request) {
        if (!request.hasProcess()) {
            throw Failure.internal("Unable to parse process from ExecProcessRequest");
        }
        sandbox.container(request.getContainerId(), Failure::noSuchContainer)
                .exec(request.getExecId(), request.getProcess(), sandbox.nextPid());
        return Empty.getDefaultInstance();
    }

    private Empty signal(SignalProcessRequest request) {
        String id = request.getContainerId();
        if (request.getExecId().isEmpty() && request.getSignal() == Signals.KILL) {
            sandbox.container(id, () -> Failure.internal("Invalid container id " + id))
                    .kill();
        } else {
            sandbox.container(id, Failure::invalidContainerId).signal(request.getExecId(), request.getSignal());
        }
        return Empty.getDefaultInstance();
    }

    private CompletableFuture<WaitProcessResponse> waitFor(WaitProcessRequest request) {
        Container container = sandbox.container(request.getContainerId(), Failure::invalidContainerId);
        return Later.map(
                container.waitFor(request.getExecId()),
                code -> WaitProcessResponse.newBuilder().setStatus(code).build());
    }
}
