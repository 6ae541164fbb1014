// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import io.github.agentctl.proto.AgentServiceGrpc;
import io.github.agentctl.proto.GetDiagnosticDataRequest;
import io.github.agentctl.proto.GetDiagnosticDataResponse;
import io.github.agentctl.proto.Mount;
import io.github.agentctl.proto.Spec;
import io.grpc.Status.Code;
import java.nio.charset.StandardCharsets;

/** What a container left behind about its end. */
final class DiagnosticCalls {
    private static final String TERMINATION_LOG = "termination_log";
    /** Where Kubernetes says in which file a container leaves its last words. */
    private static final String PATH_ANNOTATION = "io.kubernetes.container.terminationMessagePath";

    private static final int LONGEST = 4096;

    private final Sandbox sandbox;
    private final GuestFiles files;

    private DiagnosticCalls(Sandbox sandbox, GuestFiles files) {
        this.sandbox = sandbox;
        this.files = files;
    }

    static void register(Calls calls, Sandbox sandbox, GuestFiles files) {
        DiagnosticCalls handlers = new DiagnosticCalls(sandbox, files);
        calls.answer(AgentServiceGrpc.getGetDiagnosticDataMethod(), handlers::get);
    }

    private GetDiagnosticDataResponse get(GetDiagnosticDataRequest request) {
        if (!request.getLogType().equals(TERMINATION_LOG)) {
            throw Failure.quoted(Code.INVALID_ARGUMENT, "unsupported diagnostic log_type: " + request.getLogType());
        }
        String id = request.getContainerId();
        Spec specification = sandbox.container(id, () -> Failure.internal("Invalid container id: " + id))
                .specification();
        String path = specification.getAnnotationsOrDefault(PATH_ANNOTATION, "");
        if (path.isEmpty()) {
            throw Failure.internal("No terminationMessagePath annotation");
        }
        String source = specification.getMountsList().stream()
                .filter(mount -> mount.getDestination().equals(path))
                .map(Mount::getSource)
                .findFirst()
                .orElseThrow(() -> Failure.internal("termination message mount not found for " + path));
        return GetDiagnosticDataResponse.newBuilder().setData(read(source)).build();
    }

    private String read(String path) {
        return files.find(path)
                .map(GuestFile::content)
                .map(content -> content.substring(0, Math.min(LONGEST, content.size())))
                .map(content -> content.toString(StandardCharsets.UTF_8))
                .orElse("");
    }
}
