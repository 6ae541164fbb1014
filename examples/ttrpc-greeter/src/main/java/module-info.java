// SPDX-License-Identifier: Apache-2.0

/** The greeter as a module; it works on the class path too. */
module example.greeter {
    requires io.github.agentctl.ttrpc;
    requires io.grpc.stub;
    requires io.grpc.protobuf;
    requires com.google.protobuf;
    // google.rpc.Status, for details.
    requires proto.google.common.protos;
    // What the generated stubs use.
    requires com.google.common;

    // protobuf looks into the messages.
    exports example.greeter;

    // Finds the sockets; nothing in the code names them.
    uses io.github.agentctl.api.transport.TransportProvider;
}
