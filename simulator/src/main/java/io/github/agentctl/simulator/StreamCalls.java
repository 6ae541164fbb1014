// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import io.github.agentctl.proto.AgentServiceGrpc;
import io.github.agentctl.proto.CloseStdinRequest;
import io.github.agentctl.proto.ReadStreamRequest;
import io.github.agentctl.proto.ReadStreamResponse;
import io.github.agentctl.proto.TtyWinResizeRequest;
import io.github.agentctl.proto.WriteStreamRequest;
import io.github.agentctl.proto.WriteStreamResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/** The streams of processes. */
final class StreamCalls {
    /** More is not read at once: a reply has to fit into a frame of 4 MiB. */
    private static final int LONGEST_READ = Pipe.CAPACITY;

    private final Sandbox sandbox;

    private StreamCalls(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    static void register(Calls calls, Sandbox sandbox) {
        StreamCalls handlers = new StreamCalls(sandbox);
        calls.answerLater(AgentServiceGrpc.getWriteStdinMethod(), handlers::write)
                .answerLater(
                        AgentServiceGrpc.getReadStdoutMethod(), request -> handlers.read(request, Stdio::readOutput))
                .answerLater(
                        AgentServiceGrpc.getReadStderrMethod(), request -> handlers.read(request, Stdio::readErrors))
                .answer(AgentServiceGrpc.getCloseStdinMethod(), handlers::closeInput)
                .answer(AgentServiceGrpc.getTtyWinResizeMethod(), handlers::resize);
    }

    private CompletableFuture<WriteStreamResponse> write(WriteStreamRequest request) {
        Stdio stdio = processToWriteTo(request).stdio();
        if (request.getData().isEmpty()) {
            stdio.closeInput();
            return CompletableFuture.completedFuture(WriteStreamResponse.getDefaultInstance());
        }
        return Later.map(
                stdio.write(request.getData()),
                length -> WriteStreamResponse.newBuilder().setLen(length).build());
    }

    /** This call says everything in words of its own. */
    private SimulatedProcess processToWriteTo(WriteStreamRequest request) {
        Container container = sandbox.container(request.getContainerId(), Failure::noSuchContainer);
        try {
            return container.process(request.getExecId());
        } catch (StatusRuntimeException e) {
            throw Failure.internal(
                    request.getExecId().isEmpty()
                            ? "Process not found: init process missing"
                            : "Process not found: invalid exec id");
        }
    }

    private CompletableFuture<ReadStreamResponse> read(
            ReadStreamRequest request, BiFunction<Stdio, Integer, CompletableFuture<ByteString>> stream) {
        Stdio stdio =
                sandbox.process(request.getContainerId(), request.getExecId()).stdio();
        int limit = Integer.compareUnsigned(request.getLen(), LONGEST_READ) < 0 ? request.getLen() : LONGEST_READ;
        return Later.map(
                stream.apply(stdio, limit),
                data -> ReadStreamResponse.newBuilder().setData(data).build());
    }

    private Empty closeInput(CloseStdinRequest request) {
        sandbox.process(request.getContainerId(), request.getExecId()).stdio().closeInput();
        return Empty.getDefaultInstance();
    }

    private Empty resize(TtyWinResizeRequest request) {
        sandbox.process(request.getContainerId(), request.getExecId())
                .terminal()
                .orElseThrow(() -> Failure.quoted(Status.Code.UNAVAILABLE, "no tty"))
                .resize(new Terminal.Size(request.getRow(), request.getColumn()));
        return Empty.getDefaultInstance();
    }
}
