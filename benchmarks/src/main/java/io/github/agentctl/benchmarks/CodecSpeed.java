// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.benchmarks;

import com.google.protobuf.Message;
import io.github.agentctl.api.Call;
import io.github.agentctl.codec.JsonCallCodec;
import io.github.agentctl.proto.AgentDetails;
import io.github.agentctl.proto.GuestDetailsResponse;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A specification to its message, and a message to JSON. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CodecSpeed {
    private final JsonCallCodec codec = new JsonCallCodec();
    private final Message details = GuestDetailsResponse.newBuilder()
            .setMemBlockSizeBytes(134_217_728)
            .setSupportMemHotplugProbe(true)
            .setAgentDetails(AgentDetails.newBuilder()
                    .setVersion("4.1.0")
                    .setInitDaemon(true)
                    .addDeviceHandlers("blk")
                    .addDeviceHandlers("scsi")
                    .addStorageHandlers("local")
                    .addStorageHandlers("virtio-fs")
                    .setSupportsSeccomp(true))
            .build();

    @Benchmark
    public Call namesAndValues() {
        return codec.decode("UpdateInterface", "interface.device=eth0 interface.mtu=1500 interface.name=\"e 0\"");
    }

    @Benchmark
    public Call json() {
        return codec.decode(
                "UpdateInterface", "json://{\"interface\":{\"device\":\"eth0\",\"mtu\":1500,\"name\":\"e 0\"}}");
    }

    @Benchmark
    public String toJson() {
        return codec.encode(details);
    }
}
