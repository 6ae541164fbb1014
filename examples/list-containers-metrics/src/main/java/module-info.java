// SPDX-License-Identifier: Apache-2.0

/** As a module; it works on the class path too. */
module example.metrics {
    requires io.github.agentctl.client;
    // The generated stubs are made of it.
    requires io.grpc.stub;
}
