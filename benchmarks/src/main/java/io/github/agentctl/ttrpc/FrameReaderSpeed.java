// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.transport.spi.ForwardingConnection;
import io.github.agentctl.transport.spi.Pipes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Frames cut out of bytes that are there already. In the package of the class that it measures, which is not public. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class FrameReaderSpeed {
    @Param({"16", "1024", "65536", "1048576"})
    public int data;

    private FrameReader reader;

    @Setup
    public void open() {
        byte[] frame = ByteBuffer.allocate(Frame.HEADER + data)
                .putInt(data)
                .putInt(1)
                .put((byte) Frame.RESPONSE)
                .array();
        Pipes pipes = Pipes.open(new Endpoint.Other("bench", ""));
        reader = new FrameReader(
                new ForwardingConnection(pipes.client()) {
                    private int at;

                    @Override
                    public int read(ByteBuffer target) {
                        int start = target.position();
                        while (target.hasRemaining()) {
                            int step = Math.min(target.remaining(), frame.length - at);
                            target.put(frame, at, step);
                            at = (at + step) % frame.length;
                        }
                        return target.position() - start;
                    }
                },
                null);
    }

    @Benchmark
    public Object next() throws IOException {
        return reader.next();
    }
}
