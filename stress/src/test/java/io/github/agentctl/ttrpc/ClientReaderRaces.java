// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.grpc.Deadline;
import io.grpc.Status;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** Whose reply has come hears of it, whoever of the others has read it. */
public class ClientReaderRaces {
    abstract static class Race {
        final Replies peer = new Replies();
        final OpenCall[] calls = new OpenCall[3];
        final ClientReader reader = new ClientReader(
                peer, null, new Outbox(peer, null, cause -> {}), new Arrivals(), this::deliver, this::fail);

        Race() {
            for (int id = 0; id < calls.length; id++) {
                calls[id] = new OpenCall() {
                    @Override
                    void ended() {}
                };
            }
        }

        private boolean deliver(Frame frame) {
            return calls[frame.streamId()].receive(frame);
        }

        private void fail(Throwable cause) {
            throw new IllegalStateException(cause);
        }

        /** As a blocking caller; false when nobody woke it. */
        boolean await(int id) {
            Deadline deadline = Limit.deadline();
            reader.await(calls[id], deadline);
            return calls[id].isDone() && Limit.kept(deadline);
        }

        /** As one that is called back; false when nobody read its reply. */
        boolean leaveToReader(int id) {
            reader.watch();
            boolean done = Limit.lookUntil(calls[id]::isDone);
            reader.unwatch();
            return done;
        }
    }

    @JCStressTest
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "Both heard.")
    @State
    public static class TwoCallers extends Race {
        @Actor
        public void first(LL_Result result) {
            peer.arrive(1);
            result.r1 = await(0);
        }

        @Actor
        public void second(LL_Result result) {
            peer.arrive(0);
            result.r2 = await(1);
        }
    }

    @JCStressTest
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "Its caller heard of the end.")
    @State
    public static class CallerAndCancel extends Race {
        private boolean heard;

        @Actor
        public void caller() {
            heard = await(0);
        }

        @Actor
        public void cancel() {
            calls[0].giveUp(Status.CANCELLED);
            peer.wakeup();
        }

        @Arbiter
        public void look(L_Result result) {
            result.r1 = heard;
        }
    }

    /** The reader thread rests between two calls that nobody waits for, while a caller comes and goes. */
    @JCStressTest
    @Outcome(id = "true, true, true", expect = ACCEPTABLE, desc = "All heard.")
    @State
    public static class CallerAndReaderThread extends Race {
        @Actor
        public void calledBack(LLL_Result result) {
            peer.arrive(0);
            result.r1 = leaveToReader(0);
            peer.arrive(1);
            result.r2 = leaveToReader(1);
            reader.stop();
            peer.wakeup();
        }

        @Actor
        public void caller(LLL_Result result) {
            peer.arrive(2);
            result.r3 = await(2);
        }
    }
}
