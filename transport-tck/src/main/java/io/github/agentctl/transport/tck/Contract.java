// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.tck;

import org.junit.jupiter.api.extension.ExtendWith;

/** A part of the contract: what it tests. */
@ExtendWith(SkipReport.class)
public interface Contract {
    /** The transport under test; the same object within a test. */
    Specifics specifics();
}
