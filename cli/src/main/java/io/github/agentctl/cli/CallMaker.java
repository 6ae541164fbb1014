// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.api.Call;

/** What becomes of a call: it is made, or only shown. */
interface CallMaker extends AutoCloseable {
    /**
     * Makes it, and writes what comes of it to standard output.
     *
     * @throws io.github.agentctl.api.AgentException when it fails
     */
    void make(Call call);

    @Override
    void close();
}
