// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.client;

import com.google.protobuf.Empty;
import io.github.agentctl.proto.AgentServiceGrpc;
import io.github.agentctl.proto.CloseStdinRequest;
import io.github.agentctl.proto.ExecProcessRequest;
import io.github.agentctl.proto.ReadStreamRequest;
import io.github.agentctl.proto.ReadStreamResponse;
import io.github.agentctl.proto.SignalProcessRequest;
import io.github.agentctl.proto.TtyWinResizeRequest;
import io.github.agentctl.proto.WaitProcessRequest;
import io.github.agentctl.proto.WaitProcessResponse;
import io.github.agentctl.proto.WriteStreamRequest;
import io.github.agentctl.proto.WriteStreamResponse;
import java.util.concurrent.CompletableFuture;

/** Processes of containers, and what goes into them and comes out. Each call fails as {@link Caller} says. */
public interface ProcessCalls extends Caller {
    /** Starts one more process in a container. */
    default Empty execProcess(ExecProcessRequest request) {
        return call(AgentServiceGrpc.getExecProcessMethod(), request);
    }

    /** {@link #execProcess(ExecProcessRequest)}, without waiting. */
    default CompletableFuture<Empty> execProcessAsync(ExecProcessRequest request) {
        return callAsync(AgentServiceGrpc.getExecProcessMethod(), request);
    }

    /** Sends a signal, by number, to one process, or to all of a container where no process is named. */
    default Empty signalProcess(SignalProcessRequest request) {
        return call(AgentServiceGrpc.getSignalProcessMethod(), request);
    }

    /** {@link #signalProcess(SignalProcessRequest)}, without waiting. */
    default CompletableFuture<Empty> signalProcessAsync(SignalProcessRequest request) {
        return callAsync(AgentServiceGrpc.getSignalProcessMethod(), request);
    }

    /** Waits until a process has ended, and gives its exit code. */
    default WaitProcessResponse waitProcess(WaitProcessRequest request) {
        return call(AgentServiceGrpc.getWaitProcessMethod(), request);
    }

    /** {@link #waitProcess(WaitProcessRequest)}, without waiting. */
    default CompletableFuture<WaitProcessResponse> waitProcessAsync(WaitProcessRequest request) {
        return callAsync(AgentServiceGrpc.getWaitProcessMethod(), request);
    }

    /** Writes to the standard input of a process; says how many bytes it took. */
    default WriteStreamResponse writeStdin(WriteStreamRequest request) {
        return call(AgentServiceGrpc.getWriteStdinMethod(), request);
    }

    /** {@link #writeStdin(WriteStreamRequest)}, without waiting. */
    default CompletableFuture<WriteStreamResponse> writeStdinAsync(WriteStreamRequest request) {
        return callAsync(AgentServiceGrpc.getWriteStdinMethod(), request);
    }

    /** Waits for output of a process, and gives at most as many bytes as the request says. */
    default ReadStreamResponse readStdout(ReadStreamRequest request) {
        return call(AgentServiceGrpc.getReadStdoutMethod(), request);
    }

    /** {@link #readStdout(ReadStreamRequest)}, without waiting. */
    default CompletableFuture<ReadStreamResponse> readStdoutAsync(ReadStreamRequest request) {
        return callAsync(AgentServiceGrpc.getReadStdoutMethod(), request);
    }

    /** Waits for error output of a process, and gives at most as many bytes as the request says. */
    default ReadStreamResponse readStderr(ReadStreamRequest request) {
        return call(AgentServiceGrpc.getReadStderrMethod(), request);
    }

    /** {@link #readStderr(ReadStreamRequest)}, without waiting. */
    default CompletableFuture<ReadStreamResponse> readStderrAsync(ReadStreamRequest request) {
        return callAsync(AgentServiceGrpc.getReadStderrMethod(), request);
    }

    /** Ends the standard input of a process. */
    default Empty closeStdin(CloseStdinRequest request) {
        return call(AgentServiceGrpc.getCloseStdinMethod(), request);
    }

    /** {@link #closeStdin(CloseStdinRequest)}, without waiting. */
    default CompletableFuture<Empty> closeStdinAsync(CloseStdinRequest request) {
        return callAsync(AgentServiceGrpc.getCloseStdinMethod(), request);
    }

    /** Tells the terminal of a process its size. */
    default Empty ttyWinResize(TtyWinResizeRequest request) {
        return call(AgentServiceGrpc.getTtyWinResizeMethod(), request);
    }

    /** {@link #ttyWinResize(TtyWinResizeRequest)}, without waiting. */
    default CompletableFuture<Empty> ttyWinResizeAsync(TtyWinResizeRequest request) {
        return callAsync(AgentServiceGrpc.getTtyWinResizeMethod(), request);
    }
}
