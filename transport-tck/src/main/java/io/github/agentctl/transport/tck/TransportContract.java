// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.tck;

import io.github.agentctl.api.transport.Availability;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** All that holds for every transport. On a thread of its own, as nothing else ends a test that hangs. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class TransportContract
        implements ConnectContract, BytesContract, WaitContract, InterruptContract, CloseContract, ListenerContract {
    /** For subclasses. */
    protected TransportContract() {}

    @BeforeEach
    final void skipWhereItDoesNotWork() {
        if (specifics().availability() instanceof Availability.Unavailable no) {
            Assumptions.abort(no.reason() + "; " + no.remedy());
        }
    }
}
