// SPDX-License-Identifier: Apache-2.0
/** Unix sockets: {@code unix:///PATH} and {@code unix://@NAME}. */
package io.github.agentctl.transport.unix;
