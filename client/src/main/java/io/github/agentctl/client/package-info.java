// SPDX-License-Identifier: Apache-2.0
/** The client of the agent: {@link io.github.agentctl.client.AgentClient}. */
package io.github.agentctl.client;
