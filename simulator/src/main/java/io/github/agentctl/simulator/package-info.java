// SPDX-License-Identifier: Apache-2.0
/** The embedded agent: all of the agent's services on state in memory, to test against without a virtual machine. */
package io.github.agentctl.simulator;
