// SPDX-License-Identifier: Apache-2.0
package example.runtime;

import io.github.agentctl.client.AgentCalls;
import io.github.agentctl.proto.CreateContainerRequest;
import io.github.agentctl.proto.Process;
import io.github.agentctl.proto.ReadStreamRequest;
import io.github.agentctl.proto.RemoveContainerRequest;
import io.github.agentctl.proto.Spec;
import io.github.agentctl.proto.StartContainerRequest;
import io.github.agentctl.proto.WaitProcessRequest;
import java.util.List;

/** A piece of a container runtime: runs one command in a container that exists for it alone. */
record ContainerJob(AgentCalls agent) {
    /**
     * How it ended.
     *
     * @param output what it wrote to its standard output
     */
    record Result(int exitCode, String output) {}

    /** The container is gone afterwards, however this ends. */
    Result run(String id, List<String> command) {
        agent.createContainer(CreateContainerRequest.newBuilder()
                .setContainerId(id)
                .setExecId(id)
                .setOCI(Spec.newBuilder().setProcess(Process.newBuilder().addAllArgs(command)))
                .build());
        try {
            agent.startContainer(
                    StartContainerRequest.newBuilder().setContainerId(id).build());
            String output = output(id);
            int exitCode = agent.waitProcess(WaitProcessRequest.newBuilder()
                            .setContainerId(id)
                            .setExecId(id)
                            .build())
                    .getStatus();
            return new Result(exitCode, output);
        } finally {
            agent.removeContainer(
                    RemoveContainerRequest.newBuilder().setContainerId(id).build());
        }
    }

    private String output(String id) {
        StringBuilder output = new StringBuilder();
        ReadStreamRequest next = ReadStreamRequest.newBuilder()
                .setContainerId(id)
                .setExecId(id)
                .setLen(4096)
                .build();
        String piece = agent.readStdout(next).getData().toStringUtf8();
        while (!piece.isEmpty()) {
            output.append(piece);
            piece = agent.readStdout(next).getData().toStringUtf8();
        }
        return output.toString();
    }
}
