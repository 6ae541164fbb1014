// SPDX-License-Identifier: Apache-2.0
/** The ports of the agent: what callers hold, and what wires and codecs implement. */
package io.github.agentctl.api;
