// SPDX-License-Identifier: Apache-2.0
package example.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.agentctl.api.CallException;
import io.github.agentctl.client.AgentClient;
import io.github.agentctl.client.ReconnectPolicy;
import io.github.agentctl.proto.CreateSandboxRequest;
import io.github.agentctl.simulator.Fault;
import io.github.agentctl.simulator.junit.SimulatedAgent;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The job on an agent that does what it should, and on one that does not. */
@Timeout(60)
class ContainerJobTest {
    @RegisterExtension
    final SimulatedAgent agent = SimulatedAgent.onUnixSocket();

    private AgentClient client;
    private ContainerJob job;

    @BeforeEach
    void connect() {
        client = AgentClient.builder(agent.address())
                .callTimeout(Duration.ofSeconds(5))
                .reconnect(ReconnectPolicy.atNextCall().pauses(Duration.ZERO, Duration.ZERO))
                .connect();
        client.createSandbox(CreateSandboxRequest.newBuilder().setSandboxId("s").build());
        job = new ContainerJob(client);
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void givesOutputAndExitCode() {
        assertThat(job.run("c1", List.of("sh", "-c", "echo hello; exit 3")))
                .isEqualTo(new ContainerJob.Result(3, "hello\n"));
    }

    @Test
    void leavesNoContainerBehindWhereItCannotBeStarted() {
        agent.fault(Fault.on("StartContainer").status(Code.INTERNAL, "no room").times(1));

        CallException failure =
                catchThrowableOfType(CallException.class, () -> job.run("c1", List.of("true")));

        assertThat(failure).hasMessage("StartContainer failed: INTERNAL: no room");
        assertThat(agent.calls("RemoveContainer")).hasSize(1);
        assertThat(job.run("c1", List.of("true")).exitCode()).isZero();
    }

    @Test
    void givesUpAnAgentThatDoesNotAnswer() {
        agent.fault(Fault.on("WaitProcess").hang().times(1));
        ContainerJob impatient = new ContainerJob(client.within(Duration.ofMillis(300)));

        CallException failure =
                catchThrowableOfType(CallException.class, () -> impatient.run("c1", List.of("true")));

        assertThat(failure.status().getCode()).isEqualTo(Code.DEADLINE_EXCEEDED);
        assertThat(agent.calls("RemoveContainer")).hasSize(1);
    }

    @Test
    void removesTheContainerOverANewConnectionWhereTheOldOneIsLost() {
        agent.fault(Fault.on("ReadStdout").close().times(1));

        CallException failure =
                catchThrowableOfType(CallException.class, () -> job.run("c1", List.of("true")));

        assertThat(failure.status().getCode()).isEqualTo(Code.UNAVAILABLE);
        assertThat(agent.calls("ReadStdout")).as("sent once").hasSize(1);
        assertThat(agent.calls("RemoveContainer")).hasSize(1);
    }
}
