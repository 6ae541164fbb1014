// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.client;

/**
 * The calls of the agent, all 44, each under its name with the types of its messages: once to wait for the reply, and once
 * as a future. Thread-safe.
 */
public interface AgentCalls
        extends HealthCalls, SandboxCalls, ContainerCalls, ProcessCalls, NetworkCalls, StorageCalls, GuestCalls {}
