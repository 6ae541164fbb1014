// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.tck;

/** A part of the contract: what it tests. */
public interface Contract {
    /** The transport under test; the same object within a test. */
    Specifics specifics();
}
