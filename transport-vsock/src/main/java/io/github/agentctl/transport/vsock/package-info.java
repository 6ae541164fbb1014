// SPDX-License-Identifier: Apache-2.0
/** Sockets of vsock(7): {@code vsock://CID:PORT}. */
package io.github.agentctl.transport.vsock;
