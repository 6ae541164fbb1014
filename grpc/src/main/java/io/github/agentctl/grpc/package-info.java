// SPDX-License-Identifier: Apache-2.0
/** gRPC over HTTP/2, client and server, on the same connections as ttrpc: grpc-netty over the ports of a transport. */
@NullMarked
package io.github.agentctl.grpc;

import org.jspecify.annotations.NullMarked;
