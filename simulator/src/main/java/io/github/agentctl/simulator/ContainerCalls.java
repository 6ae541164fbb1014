// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import com.google.protobuf.Empty;
import io.github.agentctl.proto.AgentServiceGrpc;
import io.github.agentctl.proto.CreateContainerRequest;
import io.github.agentctl.proto.Process;
import io.github.agentctl.proto.Spec;
import io.github.agentctl.proto.UpdateContainerRequest;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A container's life. */
final class ContainerCalls {
    /** What a specification without a process runs (the defaults of the agent's OCI library). */
    private static final Process DEFAULT_PROCESS =
            Process.newBuilder().addArgs("sh").setCwd("/").build();

    private final Sandbox sandbox;

    private ContainerCalls(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    static void register(Calls calls, Sandbox sandbox) {
        ContainerCalls handlers = new ContainerCalls(sandbox);
        calls.answer(AgentServiceGrpc.getCreateContainerMethod(), handlers::create)
                .answerLater(
                        AgentServiceGrpc.getStartContainerMethod(), request -> handlers.start(request.getContainerId()))
                .answer(
                        AgentServiceGrpc.getRemoveContainerMethod(),
                        request -> handlers.remove(request.getContainerId()))
                .answer(AgentServiceGrpc.getUpdateContainerMethod(), handlers::update)
                .answer(
                        AgentServiceGrpc.getPauseContainerMethod(),
                        request -> handlers.change(request.getContainerId(), Container::pause))
                .answer(
                        AgentServiceGrpc.getResumeContainerMethod(),
                        request -> handlers.change(request.getContainerId(), Container::resume))
                .answer(
                        AgentServiceGrpc.getStatsContainerMethod(),
                        request -> ContainerStats.of(
                                sandbox.container(request.getContainerId(), Failure::quotedContainerId)));
    }

    private Empty create(CreateContainerRequest request) {
        String id = request.getContainerId();
        if (!isContainerId(id)) {
            throw Failure.internal("invalid container ID " + id);
        }
        if (!request.hasOCI()) {
            throw Failure.invalidArgument();
        }
        StorageHandlers.checkDevices(request.getDevicesList());
        StorageHandlers.check(request.getStoragesList());
        if (request.getSandboxPidns() && !sandbox.sharesProcesses()) {
            throw Failure.internal("Sandbox does not have sandbox_pidns");
        }
        Spec specification = request.getOCI();
        checkHostname(specification);
        Process process = specification.hasProcess() ? specification.getProcess() : DEFAULT_PROCESS;
        sandbox.add(id, () -> new Container(id, specification, new SimulatedProcess(sandbox.nextPid(), id, process)));
        return Empty.getDefaultInstance();
    }

    /** At least two characters: a letter or digit, then those and dots, dashes and underscores. */
    private static boolean isContainerId(String id) {
        return id.codePointCount(0, id.length()) > 1
                && Character.isLetterOrDigit(id.codePointAt(0))
                && id.codePoints().allMatch(point -> Character.isLetterOrDigit(point) || "._-".indexOf(point) >= 0);
    }

    private static void checkHostname(Spec specification) {
        boolean separate = !specification.hasLinux()
                || specification.getLinux().getNamespacesList().stream()
                        .anyMatch(namespace -> namespace.getType().equals("uts"));
        if (!specification.getHostname().isEmpty() && !separate) {
            throw Failure.internal("hostname", "Linux namespace does not contain uts");
        }
    }

    private CompletableFuture<Empty> start(String id) {
        if (sandbox.container(id, Failure::noSuchContainer).start()) {
            return CompletableFuture.completedFuture(Empty.getDefaultInstance());
        }
        if (sandbox.has(Trap.DOUBLE_START)) {
            sandbox.hold();
            return sandbox.hang();
        }
        throw Failure.internal(
                "container " + id + " was started already, or its process has ended: a real agent hangs here for ever");
    }

    private Empty remove(String id) {
        sandbox.remove(id);
        return Empty.getDefaultInstance();
    }

    private Empty update(UpdateContainerRequest request) {
        return change(request.getContainerId(), container -> container.update(request.getResources()));
    }

    private Empty change(String id, Consumer<Container> change) {
        change.accept(sandbox.container(id, Failure::quotedContainerId));
        return Empty.getDefaultInstance();
    }
}
