// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.agentctl.api.transport.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Ctrl-C, which is SIGINT, ends a real process within a second, whatever it waits for. A machine that is busy with other
 * things may be late once: each case has three tries.
 */
@Timeout(120)
class CtrlCIT {
    private static final long LIMIT = TimeUnit.SECONDS.toMillis(1);
    private static final int TRIES = 3;

    private Path directory;

    @BeforeEach
    void inAShortDirectory(@TempDir Path directory) {
        this.directory = directory;
    }

    /** What an agent does with the request that it gets. */
    enum Peer implements RawAgent.Answer {
        SILENT {
            @Override
            public void answer(java.io.OutputStream out, int id) {}
        },
        HALF_A_REPLY {
            @Override
            public void answer(java.io.OutputStream out, int id) throws IOException {
                out.write(RawAgent.frame(id, RawAgent.RESPONSE, new byte[1000]), 0, 500);
            }
        },
        FRAMES_FOR_NOBODY {
            @Override
            public void answer(java.io.OutputStream out, int id) throws IOException {
                while (true) {
                    out.write(RawAgent.frame(id + 2, RawAgent.RESPONSE, new byte[1000]));
                }
            }
        };

        abstract void answer(java.io.OutputStream out, int id) throws IOException;

        @Override
        public void say(java.io.OutputStream out, int id) throws IOException {
            if (id != 0) {
                answer(out, id);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsACall(Peer peer) throws Exception {
        endsInTime(() -> {
            CountDownLatch called = new CountDownLatch(1);
            Path socket = directory.resolve("s" + System.nanoTime());
            try (RawAgent agent = RawAgent.at(socket, (out, id) -> {
                if (id != 0) {
                    called.countDown();
                }
                peer.say(out, id);
            })) {
                assertThat(agent).isNotNull();
                return interrupted(called, start("unix://" + socket, "-c", "Check"));
            }
        });
    }

    @Test
    void cancelsTheCallAtTheAgent() throws Exception {
        try (TestAgent agent =
                TestAgent.on(new Endpoint.Unix(directory.resolve("s").toString()), TestAgent.Manner.HANG)) {
            interrupted(agent.called, start("unix://" + directory.resolve("s"), "-c", "Check"));

            assertThat(agent.cancelled.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void endsAHandshake() throws Exception {
        endsInTime(() -> {
            CountDownLatch connected = new CountDownLatch(1);
            Path socket = directory.resolve("s" + System.nanoTime());
            try (RawAgent agent = RawAgent.at(socket, (out, id) -> connected.countDown())) {
                assertThat(agent).isNotNull();
                return interrupted(
                        connected, start("hvsock://" + socket + ":1024", "--connect-timeout", "1h", "-c", "Check"));
            }
        });
    }

    @Test
    void endsTheWaitForAnAgent() throws Exception {
        endsInTime(() -> interruptedAfter(
                "waiting for", start("unix://" + directory.resolve("none"), "--connect-timeout", "1h", "-c", "Check")));
    }

    @Test
    void endsASleep() throws Exception {
        endsInTime(() -> interruptedAfter("now", start("sim:", "-c", "echo now", "sleep 1h")));
    }

    @Test
    void endsTheWaitForACommand() throws Exception {
        endsInTime(() -> interruptedAfter("now", start("sim:", "-c", "echo now", "-i")));
    }

    /** It is stuck in a write then, which no interrupt ends. */
    @Test
    void endsWhereNobodyReadsItsOutput() throws Exception {
        endsInTime(() -> {
            CountDownLatch called = new CountDownLatch(3000);
            Path socket = directory.resolve("s" + System.nanoTime());
            byte[] reply = RawAgent.reply(com.google.protobuf.ByteString.copyFrom(
                    RawAgent.bytes(out -> out.writeString(2, "x".repeat(200)))));
            try (RawAgent agent = RawAgent.at(socket, (out, id) -> {
                if (id != 0) {
                    // Each reply is more than 200 bytes, and a pipe takes 64 KiB.
                    out.write(RawAgent.frame(id, RawAgent.RESPONSE, reply));
                }
                called.countDown();
            })) {
                assertThat(agent).isNotNull();
                Process process = start("unix://" + socket, "-c", "repeat -1", "Version");
                assertThat(called.await(3, TimeUnit.SECONDS)).isFalse();
                return interrupted(new CountDownLatch(0), process);
            }
        });
    }

    private interface Try {
        long millis() throws Exception;
    }

    private static void endsInTime(Try one) throws Exception {
        List<Long> took = new ArrayList<>();
        for (int i = 0; i < TRIES; i++) {
            long millis = one.millis();
            if (millis <= LIMIT) {
                return;
            }
            took.add(millis);
        }
        throw new AssertionError("took so many milliseconds: " + took);
    }

    private static Process start(String address, String... arguments) throws IOException {
        List<String> command = Stream.concat(
                        Stream.of(
                                Ran.distribution().resolve("bin/kata-agent-ctl").toString(),
                                "connect",
                                "--server-address",
                                address),
                        Stream.of(arguments))
                .toList();
        return new ProcessBuilder(command).start();
    }

    private static long interruptedAfter(String text, Process process) throws Exception {
        InputStream said = text.startsWith("waiting") ? process.getErrorStream() : process.getInputStream();
        StringBuilder shown = new StringBuilder();
        while (shown.indexOf(text) < 0) {
            int one = said.read();
            assertThat(one).as("after " + shown).isNotNegative();
            shown.append((char) one);
        }
        return interrupted(new CountDownLatch(0), process);
    }

    /** How long it takes to end, in milliseconds. */
    private static long interrupted(CountDownLatch busy, Process process) throws Exception {
        try {
            assertThat(busy.await(30, TimeUnit.SECONDS)).isTrue();
            long began = System.nanoTime();
            assertThat(Ran.of("kill", "-INT", String.valueOf(process.pid())).code())
                    .isZero();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("it ends").isTrue();
            long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            assertThat(process.exitValue()).isEqualTo(130);
            return took;
        } finally {
            process.destroyForcibly();
        }
    }
}
