// SPDX-License-Identifier: Apache-2.0
/**
 * Building blocks of a transport.
 *
 * <p>A transport is a {@link io.github.agentctl.api.transport.TransportProvider}. Its {@code connect} opens a channel,
 * connects it and wraps it: in a {@link io.github.agentctl.transport.spi.ChannelConnection} where reads and writes of
 * the channel survive an interrupt in non-blocking mode (the JDK's do), in a
 * {@link io.github.agentctl.transport.spi.StreamConnection} where they close the channel (junixsocket's do). Its
 * {@code listen} binds a channel and extends {@link io.github.agentctl.transport.spi.ChannelListener}; for a path, a
 * {@link io.github.agentctl.transport.spi.SocketFile} does the binding. What the kernel says becomes a
 * {@link io.github.agentctl.api.transport.TransportException} by {@link io.github.agentctl.transport.spi.ConnectFailure}
 * and {@link io.github.agentctl.transport.spi.ListenFailure}. The module {@code agentctl-transport-tck} holds the
 * contract that the result must pass.
 *
 * <p>A transport without channels implements the port itself, as {@link io.github.agentctl.transport.spi.Pipes} does.
 */
package io.github.agentctl.transport.spi;
