// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import static io.github.agentctl.simulator.AgentFixture.assertFails;
import static io.github.agentctl.simulator.AgentFixture.assertRunsOutOfTime;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.github.agentctl.proto.Box;
import io.github.agentctl.proto.CloseStdinRequest;
import io.github.agentctl.proto.Process;
import io.github.agentctl.proto.TtyWinResizeRequest;
import io.github.agentctl.proto.WriteStreamRequest;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamsTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final AgentFixture agent = new AgentFixture();

    @AfterEach
    void end() {
        agent.close();
    }

    @Test
    void readsWaitForTheFirstByte() {
        agent.run("c1", "cat");
        var read = agent.futures().readStdout(AgentFixture.read("c1", "c1", 100));
        AgentFixture.await(() -> agent.agent.waitingCalls() == 1);
        assertThat(read).isNotDone();

        agent.write("c1", "c1", "hi");

        assertThat(read)
                .succeedsWithin(SOON)
                .satisfies(reply -> assertThat(reply.getData().toStringUtf8()).isEqualTo("hi"));
    }

    @Test
    void readsTakeNoMoreThanTheyAskFor() {
        agent.run("c1", "echo", "hello");

        assertThat(agent.out("c1", "c1", 0)).isEmpty();
        assertThat(agent.out("c1", "c1", 2)).isEqualTo("he");
        assertThat(agent.out("c1", "c1", 100)).isEqualTo("llo\n");
        assertThat(agent.out("c1", "c1", 100)).isEmpty();
        assertThat(agent.err("c1", "c1", 100)).isEmpty();
    }

    @Test
    void keepsErrorsApart() {
        agent.run("c1", "/bin/sh", "-c", "echo hello out; echo hello err >&2; cat; exit 7");

        assertThat(agent.out("c1", "c1", 100)).isEqualTo("hello out\n");
        assertThat(agent.err("c1", "c1", 100)).isEqualTo("hello err\n");
        agent.write("c1", "c1", "hi\n");
        assertThat(agent.out("c1", "c1", 100)).isEqualTo("hi\n");
        closeInput();
        assertThat(agent.exitCode("c1", "c1")).isEqualTo(7);
    }

    @Test
    void takesEmptyDataAsTheEndOfTheInput() {
        agent.run("c1", "cat");
        agent.write("c1", "c1", "last");

        assertThat(agent.write("c1", "c1", "")).isZero();

        assertThat(agent.allOut("c1", "c1")).isEqualTo("last");
        assertThat(agent.exitCode("c1", "c1")).isZero();
    }

    @Test
    void refusesInputAfterItsEnd() {
        agent.run("c1", "sleep", "1000");
        closeInput();
        closeInput();

        assertFails(() -> agent.write("c1", "c1", "x"), Code.INTERNAL, "Cannot get writer");
    }

    @Test
    void breaksThePipeOfAnEndedProcess() {
        agent.run("c1", "true");
        assertThat(agent.out("c1", "c1", 1)).isEmpty();

        assertFails(() -> agent.write("c1", "c1", "x"), Code.INTERNAL, "Broken pipe (os error 32)");
    }

    @Test
    void writesWaitForAFullPipeToHaveRoom() {
        agent.create("c1", "cat");
        agent.write("c1", "c1", "x".repeat(Pipe.CAPACITY));
        var write = agent.futures().writeStdin(write("one more"));
        AgentFixture.await(() -> agent.agent.waitingCalls() == 1);
        assertThat(write).isNotDone();

        agent.start("c1");

        assertThat(write)
                .succeedsWithin(SOON)
                .satisfies(reply -> assertThat(reply.getLen()).isEqualTo(8));
        closeInput();
        assertThat(agent.allOut("c1", "c1")).hasSize(Pipe.CAPACITY + 8).endsWith("xone more");
    }

    @Test
    void holdsUpAProcessWhoseOutputNobodyReads() {
        agent.run("c1", "yes");

        assertThat(agent.out("c1", "c1", 4)).isEqualTo("y\ny\n");
        agent.signal("c1", "c1", 9);
        assertThat(agent.exitCode("c1", "c1")).isEqualTo(137);
    }

    @Test
    void keepsTheOrderOfManyWritesThatDoNotFit() {
        agent.create("c1", "cat");
        StringBuilder all = new StringBuilder();
        for (char c = 'a'; c <= 'z'; c++) {
            String part = String.valueOf(c).repeat(10_000);
            all.append(part);
            var unused = agent.futures().writeStdin(write(part));
        }
        AgentFixture.await(() -> agent.agent.waitingCalls() == 20);
        agent.start("c1");
        closeInput();

        assertThat(agent.allOut("c1", "c1").chars().sorted().toArray())
                .isEqualTo(all.chars().toArray());
    }

    @Test
    void forgetsReadersWhoseTimeIsOver() {
        agent.run("c1", "cat");

        assertRunsOutOfTime(() -> agent.calls()
                .withDeadlineAfter(50, TimeUnit.MILLISECONDS)
                .readStdout(AgentFixture.read("c1", "c1", 10)));
        AgentFixture.await(() -> agent.agent.waitingCalls() == 0);

        agent.write("c1", "c1", "for the next one");
        assertThat(agent.out("c1", "c1", 100)).isEqualTo("for the next one");
    }

    @Test
    void forgetsThoseWhoseConnectionEnds() {
        agent.run("c1", "cat");
        var other = agent.connect();
        var futures = io.github.agentctl.proto.AgentServiceGrpc.newFutureStub(other);
        for (int i = 0; i < 1000; i++) {
            var read = futures.readStdout(AgentFixture.read("c1", "c1", 10));
            var exit = futures.waitProcess(AgentFixture.waitFor("c1", "c1"));
            var event = futures.getOOMEvent(io.github.agentctl.proto.GetOOMEventRequest.getDefaultInstance());
        }
        AgentFixture.await(() -> agent.agent.waitingCalls() == 3000);
        assertThat(Thread.activeCount()).isLessThan(200);

        other.shutdownNow();

        AgentFixture.await(() -> agent.agent.waitingCalls() == 0);
        agent.write("c1", "c1", "still alive");
        assertThat(agent.out("c1", "c1", 100)).isEqualTo("still alive");
    }

    @Test
    void namesWhatItDoesNotFind() {
        agent.run("c1", "cat");

        assertFails(() -> agent.out("no", "no", 1), Code.INVALID_ARGUMENT, "InvalidContainerId");
        assertFails(() -> agent.err("no", "no", 1), Code.INVALID_ARGUMENT, "InvalidContainerId");
        assertFails(() -> agent.out("c1", "no", 1), Code.NOT_FOUND, "InvalidExecId");
        assertFails(() -> agent.write("no", "no", "x"), Code.INTERNAL, "Invalid container id");
        assertFails(() -> agent.write("c1", "no", "x"), Code.INTERNAL, "Process not found: invalid exec id");
        agent.signal("c1", "c1", 9);
        assertThat(agent.exitCode("c1", "c1")).isEqualTo(137);
        assertFails(() -> agent.write("c1", "", "x"), Code.INTERNAL, "Process not found: init process missing");
        assertFails(() -> agent.out("c1", "", 1), Code.NOT_FOUND, "InitProcessNotFound");
        assertFails(
                () -> agent.calls().closeStdin(CloseStdinRequest.getDefaultInstance()),
                Code.INVALID_ARGUMENT,
                "InvalidContainerId");
    }

    @Test
    void resizesATerminalOnly() {
        agent.run("pipes", "cat");
        agent.create("c1", terminal("sh"));
        agent.start("c1");
        assertThat(agent.out("c1", "c1", 100)).isEqualTo("/ # ");

        assertFails(() -> resize("pipes"), Code.UNAVAILABLE, "\"no tty\"");
        assertFails(() -> resize("no"), Code.INVALID_ARGUMENT, "InvalidContainerId");
        agent.write("c1", "c1", "stty size\r");
        assertThat(untilPrompt()).isEqualTo("stty size\r\n10 20\r\n/ # ");
        resize("c1");
        agent.write("c1", "c1", "stty size\r");
        assertThat(untilPrompt()).isEqualTo("stty size\r\n24 80\r\n/ # ");
    }

    @Test
    void readsErrorsFromTheSameTerminal() {
        agent.create("c1", terminal("sh", "-c", "echo oops >&2"));
        agent.start("c1");

        assertThat(agent.out("c1", "c1", 100)).isEqualTo("oops\r\n");
    }

    @Test
    void interruptsByAKey() {
        agent.create("c1", terminal("cat"));
        agent.start("c1");

        agent.write("c1", "c1", "ab\u007fc\u0003");

        assertThat(agent.exitCode("c1", "c1")).isEqualTo(130);
    }

    @Test
    void endsTheInputOfATerminalByAKey() {
        agent.create("c1", terminal("cat"));
        agent.start("c1");

        agent.write("c1", "c1", "ab\n\u0004");

        assertThat(agent.allOut("c1", "c1")).isEqualTo("ab\r\nab\r\n");
        assertThat(agent.exitCode("c1", "c1")).isZero();
    }

    @Test
    void takesTheTerminalAwayWithItsInput() {
        agent.create("c1", terminal("cat"));
        agent.start("c1");

        closeInput();

        assertFails(() -> agent.out("c1", "c1", 1), Code.INTERNAL, "cannot get stream reader");
        assertFails(() -> agent.write("c1", "c1", "x"), Code.INTERNAL, "Cannot get writer");
    }

    private static Process terminal(String... args) {
        return AgentFixture.process(args).toBuilder()
                .setTerminal(true)
                .setConsoleSize(Box.newBuilder().setHeight(10).setWidth(20))
                .build();
    }

    private String untilPrompt() {
        StringBuilder all = new StringBuilder();
        while (!all.toString().endsWith("# ")) {
            all.append(agent.out("c1", "c1", 100));
        }
        return all.toString();
    }

    private void resize(String id) {
        var unused = agent.calls()
                .ttyWinResize(TtyWinResizeRequest.newBuilder()
                        .setContainerId(id)
                        .setExecId(id)
                        .setRow(24)
                        .setColumn(80)
                        .build());
    }

    private void closeInput() {
        var unused = agent.calls()
                .closeStdin(CloseStdinRequest.newBuilder()
                        .setContainerId("c1")
                        .setExecId("c1")
                        .build());
    }

    private static WriteStreamRequest write(String data) {
        return WriteStreamRequest.newBuilder()
                .setContainerId("c1")
                .setExecId("c1")
                .setData(ByteString.copyFromUtf8(data))
                .build();
    }
}
