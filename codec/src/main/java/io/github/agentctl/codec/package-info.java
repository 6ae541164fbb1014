// SPDX-License-Identifier: Apache-2.0
/**
 * One command's text to a call, and a message to text. {@link io.github.agentctl.codec.Catalogue} knows the calls,
 * {@link io.github.agentctl.codec.CallParser} reads commands, {@link io.github.agentctl.codec.ReplyFormat} writes replies.
 */
package io.github.agentctl.codec;
