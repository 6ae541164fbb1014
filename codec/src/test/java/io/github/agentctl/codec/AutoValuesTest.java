// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.github.agentctl.proto.CreateSandboxRequest;
import io.github.agentctl.proto.GuestDetailsRequest;
import io.github.agentctl.proto.SignalProcessRequest;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AutoValuesTest {
    private static final String ID = "[0-9a-f]{64}";

    private static String text(Message request, String field) {
        return (String) request.getField(request.getDescriptorForType().findFieldByName(field));
    }

    private static String container(Message request) {
        return text(request, "container_id");
    }

    private static String exec(Message request) {
        return text(request, "exec_id");
    }

    static java.util.List<String> calls() {
        return Catalogue.names();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void fillsNothingInWithoutGeneratedValues(String call) {
        Commands commands = Commands.plain();
        commands.request("StatsContainer cid=c");
        commands.request("WaitProcess exec_id=e cid=c");
        commands.request("CreateSandbox sid=s");
        assertThat(commands.request(call).getSerializedSize()).isZero();
        assertThat(commands.request(call + " json://{}").getSerializedSize()).isZero();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void fillsInOneContainerIdForTheWholeRun(String call) {
        Commands commands = Commands.auto();
        Message request = commands.request(call);
        if (request.getDescriptorForType().findFieldByName("container_id") != null) {
            assertThat(container(request)).matches(ID);
            assertThat(container(commands.request("StatsContainer"))).isEqualTo(container(request));
        } else {
            Set<String> filled = new HashSet<>();
            request.getAllFields().keySet().forEach(field -> filled.add(field.getName()));
            assertThat(filled)
                    .isEqualTo(
                            switch (call) {
                                case "CreateSandbox" -> Set.of("sandbox_id");
                                case "GetGuestDetails" -> Set.of("mem_block_size", "mem_hotplug_probe");
                                default -> Set.of();
                            });
        }
    }

    @Test
    void prefersWhatTheUserGaveWhateverTheForm() {
        Commands commands = Commands.auto();
        assertThat(container(commands.request("StatsContainer json://{\"container_id\":\"a\"}")))
                .isEqualTo("a");
        assertThat(container(commands.request("PauseContainer"))).isEqualTo("a");
        assertThat(container(commands.request("PauseContainer container_id=b"))).isEqualTo("b");
        assertThat(container(commands.request("PauseContainer"))).isEqualTo("b");
    }

    @Test
    void takesADefaultThatIsGivenForGiven() {
        Commands commands = Commands.auto();
        assertThat(commands.request("GetGuestDetails json://{\"mem_block_size\": false}"))
                .isEqualTo(GuestDetailsRequest.newBuilder()
                        .setMemHotplugProbe(true)
                        .build());
        assertThat(commands.request("GetGuestDetails mem_hotplug_probe=false"))
                .isEqualTo(
                        GuestDetailsRequest.newBuilder().setMemBlockSize(true).build());
        assertThat(container(commands.request("StatsContainer cid="))).isEmpty();
        assertThat(container(commands.request("StatsContainer json://{\"container_id\":\"\"}")))
                .isEmpty();
        assertThat(commands.request("SignalProcess signal=0 cid=c", SignalProcessRequest.class)
                        .getSignal())
                .isZero();
        assertThat(exec(commands.request("SignalProcess exec_id=\"\" cid=c"))).isEmpty();
        assertThat(container(commands.request("StatsContainer"))).isEqualTo("c");
    }

    @Test
    void takesNullForNotGiven() {
        assertThat(container(Commands.auto().request("StatsContainer json://{\"container_id\":null}")))
                .matches(ID);
    }

    @Test
    void killsUnlessToldOtherwise() {
        SignalProcessRequest request = Commands.auto().request("SignalProcess cid=c", SignalProcessRequest.class);
        assertThat(request.getSignal()).isEqualTo(9);
        assertThat(request.getExecId()).isEqualTo("c");
    }

    @Test
    void remembersTheProcessesOfEachContainer() {
        Commands commands = Commands.auto();
        String first = exec(commands.request("ExecProcess cid=a"));
        String second = exec(commands.request("ExecProcess cid=b"));
        assertThat(first).matches(ID);
        assertThat(second).matches(ID).isNotEqualTo(first);
        assertThat(exec(commands.request("WaitProcess"))).isEqualTo(second);
        assertThat(exec(commands.request("WaitProcess cid=a"))).isEqualTo(first);
        assertThat(exec(commands.request("ReadStdout exec_id=e"))).isEqualTo("e");
        assertThat(exec(commands.request("ReadStderr"))).isEqualTo("e");
        assertThat(exec(commands.request("CloseStdin cid=b"))).isEqualTo(second);
        assertThat(exec(commands.request("CloseStdin cid=c"))).isEqualTo("c");
        assertThat(exec(commands.request("ExecProcess cid=a"))).matches(ID).isNotIn(first, second);
        assertThat(exec(commands.request("CreateContainer cid=a"))).isEqualTo("a");
        assertThat(exec(commands.request("WaitProcess"))).isEqualTo("a");
    }

    @Test
    void acceptsIdsWithCallsThatHaveNoFieldForThem() {
        Commands commands = Commands.auto();
        assertThat(commands.request("Check cid=a sid=s exec_id=e").getSerializedSize())
                .isZero();
        assertThat(commands.request("CreateSandbox", CreateSandboxRequest.class).getSandboxId())
                .isEqualTo("s");
        Message wait = commands.request("WaitProcess");
        assertThat(container(wait)).isEqualTo("a");
        assertThat(exec(wait)).isEqualTo("e");
        assertThat(commands.fault("Check container_id=a")).hasMessageContaining("unknown field 'container_id'");
    }

    @Test
    void givesEachCreationAContainerOfItsOwn() {
        Commands commands = Commands.auto();
        String first = container(commands.request("CreateContainer"));
        assertThat(container(commands.request("StartContainer"))).isEqualTo(first);
        String second = container(commands.request("CreateContainer"));
        assertThat(second).matches(ID).isNotEqualTo(first);
        assertThat(container(commands.request("StartContainer"))).isEqualTo(second);
        commands.request("Check cid=mine");
        assertThat(container(commands.request("CreateContainer"))).isEqualTo("mine");
    }

    @Test
    void remembersTheSandbox() {
        Commands commands = Commands.auto();
        String first =
                commands.request("CreateSandbox", CreateSandboxRequest.class).getSandboxId();
        assertThat(first).matches(ID);
        assertThat(commands.request("CreateSandbox", CreateSandboxRequest.class).getSandboxId())
                .isEqualTo(first);
        assertThat(commands.request("CreateSandbox sid=x", CreateSandboxRequest.class)
                        .getSandboxId())
                .isEqualTo("x");
    }

    @Test
    void remembersNothingOfACommandThatFails() {
        Commands commands = Commands.auto();
        assertThat(commands.fault("StatsContainer cid=a x=y")).isNotNull();
        assertThat(container(commands.request("StatsContainer"))).matches(ID);
    }
}
