// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** No frame stays behind with nobody to send it, none is cut, and nobody writes beside another. */
public class OutboxRaces {
    private static final int SIZE = 10;

    abstract static class Race {
        final Taker peer = peer();
        final AtomicInteger failures = new AtomicInteger();
        final Outbox outbox = new Outbox(peer, null, cause -> failures.incrementAndGet());

        /** One that never takes a frame whole. */
        Taker peer() {
            return new Taker(SIZE - 3);
        }

        /** False where it was refused. */
        boolean send() {
            try {
                outbox.send(() -> new OutgoingFrame(new byte[SIZE]));
                return true;
            } catch (IOException e) {
                return false;
            }
        }

        boolean sendTogether(OutgoingFrame frame) {
            try {
                outbox.sendTogether(() -> frame);
                return true;
            } catch (IOException e) {
                return false;
            }
        }

        /** Whether nothing is left, and nobody still sends: else closing would wait for it. */
        boolean isDone() {
            outbox.closeWhenEmpty();
            return !peer.isOpen();
        }
    }

    @JCStressTest
    @Outcome(id = "20", expect = ACCEPTABLE, desc = "Both were sent.")
    @State
    public static class TwoSenders extends Race {
        @Actor
        public void first() {
            send();
        }

        @Actor
        public void second() {
            send();
        }

        @Arbiter
        public void look(L_Result result) {
            result.r1 = peer.taken();
        }
    }

    @JCStressTest
    @Outcome(id = "10", expect = ACCEPTABLE, desc = "Sent by the one or the other.")
    @State
    public static class ReleaseAndSend extends Race {
        public ReleaseAndSend() {
            outbox.hold();
        }

        @Actor
        public void read() {
            // The turn to read has come to this thread.
            outbox.hold();
            outbox.release();
            outbox.hold();
            outbox.release();
        }

        @Actor
        public void sender() {
            sendTogether(new OutgoingFrame(new byte[SIZE]));
        }

        @Arbiter
        public void look(L_Result result) {
            result.r1 = peer.taken();
        }
    }

    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "Taken back.")
    @Outcome(id = "10", expect = ACCEPTABLE, desc = "Sent whole.")
    @State
    public static class FlushAndRetract extends Race {
        private final OutgoingFrame frame = new OutgoingFrame(new byte[SIZE]);

        public FlushAndRetract() {
            outbox.hold();
            sendTogether(frame);
        }

        @Actor
        public void flush() {
            outbox.hold();
            outbox.release();
        }

        @Actor
        public void retract() {
            outbox.retract(frame);
        }

        @Arbiter
        public void look(L_Result result) {
            result.r1 = peer.taken();
        }
    }

    @JCStressTest
    @Outcome(id = "true, 10, true, false", expect = ACCEPTABLE, desc = "Sent before the failure.")
    @Outcome(id = "true, 7, true, false", expect = ACCEPTABLE, desc = "Failed in the middle of it.")
    @Outcome(id = "true, 0, true, false", expect = ACCEPTABLE, desc = "Taken, and forgotten by the failure.")
    @Outcome(id = "false, 0, true, false", expect = ACCEPTABLE, desc = "Refused after the failure.")
    @State
    public static class SendAndFail extends Race {
        private boolean sent;

        @Actor
        public void sender() {
            sent = send();
        }

        @Actor
        public void fail() {
            outbox.fail(new IOException("lost"));
        }

        @Arbiter
        public void look(LLLL_Result result) {
            result.r1 = sent;
            result.r2 = peer.taken();
            result.r3 = isDone();
            result.r4 = send();
        }
    }

    @JCStressTest
    @Outcome(id = "1, true", expect = ACCEPTABLE, desc = "Told once, whoever's write it was, and nothing is left.")
    @State
    public static class TwoSendersToABrokenPeer extends Race {
        @Override
        Taker peer() {
            return new Taker(SIZE) {
                @Override
                public int write(ByteBuffer source) throws IOException {
                    throw new IOException("broken pipe");
                }
            };
        }

        @Actor
        public void first() {
            send();
        }

        @Actor
        public void second() {
            send();
        }

        @Arbiter
        public void look(LL_Result result) {
            result.r1 = failures;
            result.r2 = isDone();
        }
    }

    @JCStressTest
    @Outcome(id = "false, 10", expect = ACCEPTABLE, desc = "Closed when it was sent.")
    @Outcome(id = "false, 0", expect = ACCEPTABLE, desc = "Closed before.")
    @State
    public static class SendAndClose extends Race {
        @Actor
        public void sender() {
            send();
        }

        @Actor
        public void close() {
            outbox.closeWhenEmpty();
        }

        @Arbiter
        public void look(LL_Result result) {
            result.r1 = peer.isOpen();
            result.r2 = peer.taken();
        }
    }

    /** The peer takes large frames whole here; a frame this large leaves the outbox full for as long as it is there. */
    abstract static class LargeFrame extends Race {
        @Override
        Taker peer() {
            return new Taker(Integer.MAX_VALUE) {
                @Override
                public int write(ByteBuffer source) throws IOException {
                    // Or nobody would find it full.
                    Thread.yield();
                    return super.write(source);
                }
            };
        }

        void send(byte[] data) {
            sendTogether(new OutgoingFrame(data));
        }
    }

    @JCStressTest
    @Outcome(id = "true, 0", expect = ACCEPTABLE, desc = "It was ready.")
    @Outcome(id = "false, 1", expect = ACCEPTABLE, desc = "It was not, and told when it was.")
    @State
    public static class SendAndReadiness extends LargeFrame {
        private static final byte[] DATA = new byte[Backlog.READY_WATER];

        private final AtomicInteger told = new AtomicInteger();
        private boolean ready;

        @Actor
        public void sender() {
            send(DATA);
        }

        @Actor
        public void ask() {
            ready = outbox.isReady(told::incrementAndGet);
        }

        @Arbiter
        public void look(LL_Result result) {
            result.r1 = ready;
            result.r2 = told;
        }
    }

    @JCStressTest
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "There was room, or it was told of.")
    @State
    public static class SendAndRoom extends LargeFrame {
        private static final byte[] DATA = new byte[Backlog.HIGH_WATER];

        private boolean room;

        @Actor
        public void sender() {
            send(DATA);
        }

        @Actor
        public void await() {
            var deadline = Limit.deadline();
            try {
                room = outbox.awaitRoom(deadline, () -> false) && Limit.kept(deadline);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Arbiter
        public void look(L_Result result) {
            result.r1 = room;
        }
    }
}
