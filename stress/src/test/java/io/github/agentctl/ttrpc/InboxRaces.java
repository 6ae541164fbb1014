// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Each message that was asked for is heard, in order, and then the end; what is dropped takes no memory. */
public class InboxRaces {
    abstract static class Race {
        final Inboxes all = new Inboxes();
        private final StringBuilder heard = new StringBuilder();
        private final Arrivals arrivals = new Arrivals();
        private final SerialExecutor serial = new SerialExecutor(Runnable::run);
        final Inbox inbox = new Inbox(
                all,
                arrivals,
                serial,
                serial,
                message -> heard.append((char) message[0]),
                () -> heard.append('.'),
                () -> heard.append("given up"));

        void offer(char message) {
            inbox.offer(new byte[] {(byte) message});
            arrivals.tell();
        }

        void look(LL_Result result) {
            result.r1 = heard;
            result.r2 = all.bytes();
        }
    }

    @JCStressTest
    @Outcome(id = "ab., 0", expect = ACCEPTABLE, desc = "Both messages, and the end.")
    @State
    public static class OfferAndRequest extends Race {
        @Actor
        public void read() {
            offer('a');
            offer('b');
            inbox.end();
        }

        @Actor
        public void request() {
            inbox.request(1);
            inbox.request(1);
        }

        @Override
        @Arbiter
        public void look(LL_Result result) {
            super.look(result);
        }
    }

    @JCStressTest
    @Outcome(id = ", 0", expect = ACCEPTABLE, desc = "Dropped before.")
    @Outcome(id = "a, 0", expect = ACCEPTABLE, desc = "The one that was asked for was heard before.")
    @State
    public static class OfferAndDrop extends Race {
        public OfferAndDrop() {
            inbox.request(1);
        }

        @Actor
        public void read() {
            offer('a');
            offer('b');
            inbox.end();
        }

        @Actor
        public void drop() {
            inbox.drop();
        }

        @Override
        @Arbiter
        public void look(LL_Result result) {
            super.look(result);
        }
    }
}
