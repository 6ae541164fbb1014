// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.benchmarks;

import com.google.protobuf.BytesValue;
import io.grpc.CallOptions;
import io.grpc.stub.ClientCalls;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A blocking stub's call there and back; as many in flight as JMH runs threads ({@code -t}), on one connection. */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.Throughput, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.SECONDS)
public class BlockingCalls {
    @Param({"in-process", "unix-jdk", "unix-junixsocket", "unix-jnr", "abstract", "hvsock", "vsock", "unix-grpc"})
    public String transport = "";

    @Param({"0", "1024", "65536", "1048576"})
    public int payload;

    private Wired wired;
    private BytesValue request;

    @Setup
    public void open() throws Exception {
        wired = new Wired(transport);
        request = Blob.of(payload);
    }

    @TearDown
    public void close() throws Exception {
        wired.close();
    }

    @Benchmark
    public BytesValue call() {
        return ClientCalls.blockingUnaryCall(wired.channel(), Blob.ECHO, CallOptions.DEFAULT, request);
    }
}
