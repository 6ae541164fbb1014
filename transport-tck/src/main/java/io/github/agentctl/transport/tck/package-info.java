// SPDX-License-Identifier: Apache-2.0
/**
 * The contract of a transport, as JUnit tests. A transport extends
 * {@link io.github.agentctl.transport.tck.TransportContract} in a class of a few lines that names its
 * {@link io.github.agentctl.transport.tck.Specifics}; one with path sockets implements
 * {@link io.github.agentctl.transport.tck.PathSocketContract} and
 * {@link io.github.agentctl.transport.tck.PathListenerContract} as well:
 *
 * <pre>{@code
 * class FooContractIT extends TransportContract {
 *     private final Specifics specifics = new ProviderSpecifics(new FooTransport(), FooContractIT::freeAddress);
 *
 *     public Specifics specifics() {
 *         return specifics;
 *     }
 * }
 * }</pre>
 */
package io.github.agentctl.transport.tck;
