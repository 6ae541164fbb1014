// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import com.google.protobuf.Empty;
import io.github.agentctl.proto.AgentServiceGrpc;
import io.github.agentctl.proto.CreateSandboxRequest;

/** The sandbox's life, and the events that it waits for. */
final class SandboxCalls {
    private final Sandbox sandbox;
    private final GuestFiles files;
    private final Runnable shutdown;

    private SandboxCalls(Sandbox sandbox, GuestFiles files, Runnable shutdown) {
        this.sandbox = sandbox;
        this.files = files;
        this.shutdown = shutdown;
    }

    /** @param shutdown takes no more calls, and ends the agent when those in flight, DestroySandbox too, are answered */
    static void register(Calls calls, Sandbox sandbox, GuestFiles files, Runnable shutdown) {
        SandboxCalls handlers = new SandboxCalls(sandbox, files, shutdown);
        calls.answer(AgentServiceGrpc.getCreateSandboxMethod(), handlers::create)
                .answer(AgentServiceGrpc.getDestroySandboxMethod(), request -> handlers.destroy())
                .answerLater(
                        AgentServiceGrpc.getGetOOMEventMethod(),
                        request -> sandbox.oomEvents().next());
    }

    private Empty create(CreateSandboxRequest request) {
        if (sandbox.has(Trap.WIPED_ROOTFS)) {
            sandbox.wipe();
            files.wipe();
        }
        if (request.getKernelModulesList().stream()
                .anyMatch(module -> module.getName().isEmpty())) {
            throw Failure.internal("Kernel module name is empty");
        }
        sandbox.create();
        files.wipe();
        StorageHandlers.check(request.getStoragesList());
        return Empty.getDefaultInstance();
    }

    private Empty destroy() {
        sandbox.destroy();
        shutdown.run();
        return Empty.getDefaultInstance();
    }
}
