// SPDX-License-Identifier: Apache-2.0

/** As a module; it works on the class path too. */
module example.runtime {
    requires io.github.agentctl.client;
}
