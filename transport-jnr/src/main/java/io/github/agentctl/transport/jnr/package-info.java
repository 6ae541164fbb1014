// SPDX-License-Identifier: Apache-2.0
/** Unix sockets by jnr-unixsocket, for programs that have it already. */
@NullMarked
package io.github.agentctl.transport.jnr;

import org.jspecify.annotations.NullMarked;
