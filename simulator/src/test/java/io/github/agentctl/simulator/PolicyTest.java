// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import static io.github.agentctl.simulator.AgentFixture.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.agentctl.proto.CheckRequest;
import io.github.agentctl.proto.GetMetricsRequest;
import io.github.agentctl.proto.SetPolicyRequest;
import io.grpc.Status.Code;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PolicyTest {
    private final AgentFixture agent = new AgentFixture(SimulatedAgent.builder().policy());

    @AfterEach
    void end() {
        agent.close();
    }

    @Test
    void blocksRequestsByTheirNames() {
        agent.run("c1", "cat");
        setPolicy("package agent_policy\n\n# none of these\ndefault ExecProcessRequest := false\n"
                + "default GetMetricsRequest := true # but this\n");

        assertFails(
                () -> agent.exec("c1", "e1", "sh"),
                Code.PERMISSION_DENIED,
                "\"ExecProcessRequest is blocked by policy: \"");
        assertThat(agent.calls()
                        .getMetrics(GetMetricsRequest.getDefaultInstance())
                        .getMetrics())
                .isNotEmpty();
        assertThat(agent.health().check(CheckRequest.getDefaultInstance())).isNotNull();
    }

    @Test
    void givesNoAnswerForRequestsThatThePolicyDoesNotName() {
        setPolicy("package agent_policy");

        assertThatThrownBy(() -> agent.calls().getMetrics(GetMetricsRequest.getDefaultInstance()))
                .hasMessageContaining("INTERNAL: \"GetMetricsRequest: internal error policy check: unexpected");
    }

    @Test
    void hidesWhatIsReadWhereReadingIsBlocked() {
        agent.run("c1", "echo", "secret");
        setPolicy("package agent_policy\ndefault ReadStreamRequest := false");

        assertThat(agent.out("c1", "", 100)).isEmpty();
    }

    @Test
    void blocksItsOwnReplacement() {
        setPolicy("package agent_policy\ndefault SetPolicyRequest := false");

        assertFails(
                () -> setPolicy("package agent_policy"),
                Code.PERMISSION_DENIED,
                "\"SetPolicyRequest is blocked by policy: \"");
    }

    @Test
    void refusesWhatItCannotRead() {
        assertThatThrownBy(() -> setPolicy("package agent_policy\nfoo { bar }"))
                .hasMessageContaining("INVALID_ARGUMENT")
                .hasMessageContaining("foo { bar }");
        assertThatThrownBy(() -> setPolicy("default CheckRequest := true")).hasMessageContaining("INVALID_ARGUMENT");
        agent.run("c1", "cat");
    }

    private void setPolicy(String text) {
        var unused = agent.calls()
                .setPolicy(SetPolicyRequest.newBuilder().setPolicy(text).build());
    }
}
