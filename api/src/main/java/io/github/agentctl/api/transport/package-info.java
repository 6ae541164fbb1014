// SPDX-License-Identifier: Apache-2.0
/** The ports of a transport: addresses, byte streams, and who makes them. */
package io.github.agentctl.api.transport;
