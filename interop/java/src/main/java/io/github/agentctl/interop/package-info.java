// SPDX-License-Identifier: Apache-2.0
/** The Java peer of the interoperability matrix. */
package io.github.agentctl.interop;
