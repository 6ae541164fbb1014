// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.api.transport;

/**
 * Who a peer is, as the kernel says ({@code SO_PEERCRED}, unix(7)). A user and a group id, and the process id or -1
 * where the kernel was not asked for it.
 */
public record PeerCredentials(long uid, long gid, long pid) {}
