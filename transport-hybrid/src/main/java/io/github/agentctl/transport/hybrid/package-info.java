// SPDX-License-Identifier: Apache-2.0
/** Hybrid VSOCK: {@code hvsock:///PATH[:PORT]}. */
package io.github.agentctl.transport.hybrid;
