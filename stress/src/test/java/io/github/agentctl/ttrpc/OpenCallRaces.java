// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.grpc.Status;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/** A unary call ends once, and whoever is to hear of it does. What is not listed as an outcome must not happen. */
public class OpenCallRaces {
    private static final OpenCall.Outcome REPLY = new Frame.Whole(1, Frame.RESPONSE, 0, new byte[0]);

    abstract static class Race {
        final AtomicInteger told = new AtomicInteger();
        final OpenCall call = new OpenCall() {
            @Override
            void ended() {
                told.incrementAndGet();
            }
        };

        /** What its listener hears now; the next time there is none. */
        String end() {
            OpenCall.Outcome end = call.hear(true);
            return end == null ? "none" : end instanceof Frame.Whole ? "reply" : "failure";
        }
    }

    @JCStressTest
    @Outcome(id = "true, false, reply, 1", expect = ACCEPTABLE, desc = "The reply was first.")
    @Outcome(id = "false, true, failure, 1", expect = ACCEPTABLE, desc = "The loss was first.")
    @State
    public static class ReplyAndLoss extends Race {
        private boolean replied;
        private boolean failed;

        @Actor
        public void reply() {
            replied = call.end(REPLY);
        }

        @Actor
        public void loss() {
            failed = call.fail(Status.UNAVAILABLE);
        }

        @Arbiter
        public void look(LLLL_Result result) {
            result.r1 = replied;
            result.r2 = failed;
            result.r3 = end();
            result.r4 = told;
        }
    }

    @JCStressTest
    @Outcome(
            id = "true, true, failure, 2",
            expect = ACCEPTABLE,
            desc = "Given up after the reply, which nobody has heard.")
    @Outcome(id = "false, true, failure, 1", expect = ACCEPTABLE, desc = "Given up before the reply.")
    @State
    public static class ReplyAndGiveUp extends Race {
        private boolean replied;
        private boolean givenUp;

        @Actor
        public void reply() {
            replied = call.end(REPLY);
        }

        @Actor
        public void giveUp() {
            givenUp = call.giveUp(Status.CANCELLED);
        }

        @Arbiter
        public void look(LLLL_Result result) {
            result.r1 = replied;
            result.r2 = givenUp;
            result.r3 = end();
            result.r4 = told;
        }
    }

    @JCStressTest
    @Outcome(id = "true, false, reply, 0", expect = ACCEPTABLE, desc = "The reply was first, and is its waiter's.")
    @Outcome(id = "false, true, failure, 0", expect = ACCEPTABLE, desc = "Given up before the reply.")
    @State
    public static class ReplyAndGiveUpWhileWaitedFor extends Race {
        private boolean replied;
        private boolean givenUp;

        public ReplyAndGiveUpWhileWaitedFor() {
            call.waitedBy(Thread.currentThread());
        }

        @Actor
        public void reply() {
            replied = call.end(REPLY);
        }

        @Actor
        public void giveUp() {
            givenUp = call.giveUp(Status.CANCELLED);
        }

        @Arbiter
        public void look(LLLL_Result result) {
            result.r1 = replied;
            result.r2 = givenUp;
            result.r3 = end();
            result.r4 = told;
        }
    }

    @JCStressTest
    @Outcome(id = "true, false, failure, 1", expect = ACCEPTABLE, desc = "The first one gave it up.")
    @Outcome(id = "false, true, failure, 1", expect = ACCEPTABLE, desc = "The second one gave it up.")
    @State
    public static class GiveUpTwiceAfterReply extends Race {
        private boolean first;
        private boolean second;

        public GiveUpTwiceAfterReply() {
            call.end(REPLY);
            told.set(0);
        }

        @Actor
        public void first() {
            first = call.giveUp(Status.CANCELLED);
        }

        @Actor
        public void second() {
            second = call.giveUp(Status.DEADLINE_EXCEEDED);
        }

        @Arbiter
        public void look(LLLL_Result result) {
            result.r1 = first;
            result.r2 = second;
            result.r3 = end();
            result.r4 = told;
        }
    }

    @JCStressTest
    @Outcome(id = "reply, none", expect = ACCEPTABLE, desc = "The first one has it.")
    @Outcome(id = "none, reply", expect = ACCEPTABLE, desc = "The second one has it.")
    @State
    public static class HearTwice extends Race {
        public HearTwice() {
            call.end(REPLY);
        }

        @Actor
        public void first(LL_Result result) {
            result.r1 = end();
        }

        @Actor
        public void second(LL_Result result) {
            result.r2 = end();
        }
    }

    @JCStressTest
    @Outcome(id = "reply, false, 0, none", expect = ACCEPTABLE, desc = "Heard before it was given up.")
    @Outcome(id = "failure, true, 1, none", expect = ACCEPTABLE, desc = "Given up before it was heard.")
    @Outcome(id = "none, true, 1, failure", expect = ACCEPTABLE, desc = "Given up meanwhile, and told of.")
    @State
    public static class HearAndGiveUp extends Race {
        private String heard;
        private boolean givenUp;

        public HearAndGiveUp() {
            call.end(REPLY);
            told.set(0);
        }

        @Actor
        public void hear() {
            heard = end();
        }

        @Actor
        public void giveUp() {
            givenUp = call.giveUp(Status.CANCELLED);
        }

        @Arbiter
        public void look(LLLL_Result result) {
            result.r1 = heard;
            result.r2 = givenUp;
            result.r3 = told;
            result.r4 = end();
        }
    }

    @JCStressTest
    @Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "Left open, and told of later.")
    @Outcome(id = "false, 0", expect = ACCEPTABLE, desc = "Ended before; the waiter sees to it.")
    @Outcome(id = "false, 1", expect = ACCEPTABLE, desc = "Ended meanwhile; both see to it.")
    @State
    public static class ReplyAndUnwaited extends Race {
        private boolean left;

        public ReplyAndUnwaited() {
            call.waitedBy(Thread.currentThread());
        }

        @Actor
        public void reply() {
            call.end(REPLY);
        }

        @Actor
        public void leave() {
            left = call.unwaited();
        }

        @Arbiter
        public void look(LL_Result result) {
            result.r1 = left;
            result.r2 = told;
        }
    }

    @JCStressTest
    @Outcome(id = "true, 0", expect = ACCEPTABLE, desc = "The waiter was woken.")
    @Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "It ended before anybody waited.")
    @State
    public static class ReplyAndWaiter extends Race {
        private boolean woken;

        @Actor
        public void reply() {
            call.end(REPLY);
        }

        @Actor
        public void await() {
            call.waitedBy(Thread.currentThread());
            woken = Limit.parkUntil(call::isDone);
        }

        @Arbiter
        public void look(LL_Result result) {
            result.r1 = woken;
            result.r2 = told;
        }
    }
}
