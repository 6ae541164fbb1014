// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import static io.github.agentctl.simulator.AgentFixture.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.github.agentctl.proto.AddSwapPathRequest;
import io.github.agentctl.proto.AddSwapRequest;
import io.github.agentctl.proto.CopyFileRequest;
import io.github.agentctl.proto.CreateContainerRequest;
import io.github.agentctl.proto.GetDiagnosticDataRequest;
import io.github.agentctl.proto.GetMetricsRequest;
import io.github.agentctl.proto.MemHotplugByProbeRequest;
import io.github.agentctl.proto.Mount;
import io.github.agentctl.proto.OnlineCPUMemRequest;
import io.github.agentctl.proto.SetGuestDateTimeRequest;
import io.github.agentctl.proto.Spec;
import io.github.agentctl.proto.Storage;
import io.github.agentctl.proto.UpdateEphemeralMountsRequest;
import io.github.agentctl.proto.VolumeStatsRequest;
import io.github.agentctl.proto.VolumeStatsResponse;
import io.grpc.Status.Code;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuestTest {
    private static final String LOG = GuestFiles.ROOT + "log";

    private final AgentFixture agent = new AgentFixture();

    @AfterEach
    void end() {
        agent.close();
    }

    @Test
    void reportsTheRealFamiliesOfMetrics() {
        agent.run("c1", "cat");
        List<String> families = List.of(
                "kata_agent_scrape_count",
                "kata_agent_threads",
                "kata_agent_total_time",
                "kata_agent_total_vm",
                "kata_agent_total_rss",
                "kata_agent_proc_status",
                "kata_agent_io_stat",
                "kata_agent_proc_stat",
                "kata_guest_load",
                "kata_guest_tasks",
                "kata_guest_cpu_time",
                "kata_guest_vm_stat",
                "kata_guest_netdev_stat",
                "kata_guest_diskstat",
                "kata_guest_meminfo",
                "kata_guest_filesystem_bytes",
                "kata_guest_filesystem_inodes");

        List<String> lines = metrics().lines().toList();

        assertThat(lines.stream().filter(line -> line.startsWith("# TYPE ")).map(line -> line.split(" ")[2]))
                .containsExactlyInAnyOrderElementsOf(families);
        assertThat(lines)
                .allMatch(line -> line.matches(
                        "# (?:HELP|TYPE) [a-z_]+ .+|[a-z_]+(?:\\{[a-z]+=\"[^\"]*\"(?:,[a-z]+=\"[^\"]*\")*})? [0-9]+"));
        assertThat(lines).contains("kata_agent_scrape_count 1", "kata_guest_tasks{item=\"cur\"} 1");
        assertThat(metrics()).contains("kata_agent_scrape_count 2\n");
    }

    @Test
    void takesProcessorsAndTheClock() {
        var unused = agent.calls()
                .onlineCPUMem(OnlineCPUMemRequest.newBuilder().setNbCpus(4).build());
        unused = agent.calls().setGuestDateTime(time(999_999));

        assertFails(() -> agent.calls().setGuestDateTime(time(1_000_000)), Code.INTERNAL, "EINVAL: Invalid argument");
        assertFails(() -> agent.calls().setGuestDateTime(time(-1)), Code.INTERNAL, "EINVAL: Invalid argument");
    }

    @Test
    void hasNoProbeFile() {
        assertFails(
                () -> agent.calls()
                        .memHotplugByProbe(MemHotplugByProbeRequest.newBuilder()
                                .addMemHotplugProbeAddr(16)
                                .build()),
                Code.INTERNAL,
                "Permission denied (os error 13)");
    }

    @Test
    void addsSwap() {
        copy("swap");

        var unused = agent.calls()
                .addSwap(AddSwapRequest.newBuilder()
                        .addPCIPath(2)
                        .addPCIPath(0x1f)
                        .build());
        unused = agent.calls()
                .addSwapPath(AddSwapPathRequest.newBuilder().setPath(LOG).build());

        assertFails(
                () -> agent.calls()
                        .addSwap(AddSwapRequest.newBuilder().addPCIPath(64).build()),
                Code.INTERNAL,
                "PCI slot 64 should be in range [0..0x1f]");
    }

    @Test
    void updatesEphemeralMountsOnly() {
        var unused = agent.calls()
                .updateEphemeralMounts(UpdateEphemeralMountsRequest.newBuilder()
                        .addStorages(Storage.newBuilder().setDriver("ephemeral"))
                        .build());

        assertFails(
                () -> agent.calls()
                        .updateEphemeralMounts(UpdateEphemeralMountsRequest.newBuilder()
                                .addStorages(Storage.newBuilder().setDriver("blk"))
                                .build()),
                Code.INTERNAL,
                "\"Failed to update mounts: Unsupported storage type for syncing mounts blk."
                        + " Only ephemeral storage update is supported\"");
    }

    @Test
    void measuresVolumesThatAreThere() {
        copy("x");

        VolumeStatsResponse stats = agent.calls()
                .getVolumeStats(
                        VolumeStatsRequest.newBuilder().setVolumeGuestPath(LOG).build());

        assertThat(stats.getUsageList())
                .hasSize(2)
                .allSatisfy(usage ->
                        assertThat(usage.getUsed() + usage.getAvailable()).isEqualTo(usage.getTotal()));
        assertThat(stats.getVolumeCondition().getMessage()).isEqualTo("OK");
        assertFails(
                () -> agent.calls()
                        .getVolumeStats(VolumeStatsRequest.newBuilder()
                                .setVolumeGuestPath("/nosuch")
                                .build()),
                Code.INTERNAL,
                "Os { code: 2, kind: NotFound, message: \"No such file or directory\" }");
    }

    @Test
    void readsTheLastWordsOfAContainer() {
        create("c1", "/dev/termination-log", "/dev/termination-log");
        assertThat(diagnose("c1")).isEmpty();
        copy("x".repeat(5000));

        assertThat(diagnose("c1")).hasSize(4096);
    }

    @Test
    void saysWhyThereAreNoLastWords() {
        create("none", "", "/x");
        create("elsewhere", "/dev/termination-log", "/x");

        assertFails(() -> diagnose("nosuch"), Code.INTERNAL, "Invalid container id: nosuch");
        assertFails(() -> diagnose("none"), Code.INTERNAL, "No terminationMessagePath annotation");
        assertFails(
                () -> diagnose("elsewhere"),
                Code.INTERNAL,
                "termination message mount not found for /dev/termination-log");
    }

    private void create(String id, String annotation, String mount) {
        var unused = agent.calls()
                .createContainer(CreateContainerRequest.newBuilder()
                        .setContainerId(id)
                        .setOCI(Spec.newBuilder()
                                .putAnnotations("io.kubernetes.container.terminationMessagePath", annotation)
                                .addMounts(
                                        Mount.newBuilder().setDestination(mount).setSource(LOG)))
                        .build());
    }

    private String diagnose(String id) {
        return agent.calls()
                .getDiagnosticData(GetDiagnosticDataRequest.newBuilder()
                        .setLogType("termination_log")
                        .setContainerId(id)
                        .build())
                .getData();
    }

    private void copy(String content) {
        var unused = agent.calls()
                .copyFile(CopyFileRequest.newBuilder()
                        .setPath(LOG)
                        .setFileMode(0100644)
                        .setFileSize(content.length())
                        .setData(ByteString.copyFromUtf8(content))
                        .build());
    }

    private String metrics() {
        return agent.calls().getMetrics(GetMetricsRequest.getDefaultInstance()).getMetrics();
    }

    private static SetGuestDateTimeRequest time(long micros) {
        return SetGuestDateTimeRequest.newBuilder().setSec(1).setUsec(micros).build();
    }
}
