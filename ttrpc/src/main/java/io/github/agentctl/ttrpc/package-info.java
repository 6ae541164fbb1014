// SPDX-License-Identifier: Apache-2.0
/**
 * ttrpc for Java. A client is a {@link io.github.agentctl.ttrpc.TtrpcChannel} over a connection, a server a
 * {@link io.github.agentctl.ttrpc.TtrpcServer} over a listener; stubs, services and interceptors are those of grpc-java.
 */
package io.github.agentctl.ttrpc;
