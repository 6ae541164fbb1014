// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.benchmarks;

import com.google.protobuf.BytesValue;
import io.grpc.CallOptions;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Semaphore;
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

/** Calls that nobody waits for: one thread keeps so many of them in flight on one connection. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class AsyncCalls {
    @Param({"in-process", "unix-jdk", "unix-junixsocket", "unix-jnr", "abstract", "hvsock", "vsock", "unix-grpc"})
    public String transport = "";

    @Param({"0", "1024", "65536", "1048576"})
    public int payload;

    @Param({"1", "8", "64"})
    public int inFlight;

    private Wired wired;
    private BytesValue request;
    private Semaphore free;
    private volatile Throwable failed;

    @Setup
    public void open() throws Exception {
        wired = new Wired(transport);
        request = Blob.of(payload);
        free = new Semaphore(inFlight);
    }

    @TearDown
    public void close() throws Exception {
        free.acquire(inFlight);
        wired.close();
    }

    /** One call begun; at a steady state one has ended for it. */
    @Benchmark
    public void call() throws InterruptedException {
        if (failed != null) {
            throw new IllegalStateException("a call failed", failed);
        }
        free.acquire();
        ClientCalls.asyncUnaryCall(
                wired.channel().newCall(Blob.ECHO, CallOptions.DEFAULT.withExecutor(Runnable::run)),
                request,
                new Ended());
    }

    private final class Ended implements StreamObserver<BytesValue> {
        @Override
        public void onNext(BytesValue reply) {}

        @Override
        public void onError(Throwable cause) {
            failed = cause;
            free.release();
        }

        @Override
        public void onCompleted() {
            free.release();
        }
    }
}
