// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import com.google.protobuf.Message;

/**
 * A call that the agent was asked for, whatever came of it.
 *
 * @param name the call's name, {@code CreateContainer}
 * @param request what it was asked with
 */
public record ReceivedCall(String name, Message request) {}
