// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.grpc;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.WriteBufferWaterMark;

/**
 * Reads no more from a peer that does not take what it is sent. HTTP/2 has pings and settings answered at once, and an
 * agent that sends them without end and reads nothing would have a client keep the answers until its memory is full.
 */
final class ReadPause extends ChannelDuplexHandler {
    /** What may wait to be sent, in bytes: reading stops at the second, and goes on at the first. */
    static final WriteBufferWaterMark MARK = new WriteBufferWaterMark(512 << 10, 1 << 20);

    private boolean held;

    @Override
    public void read(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            context.read();
        } else {
            held = true;
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (held && context.channel().isWritable()) {
            held = false;
            context.read();
        }
        context.fireChannelWritabilityChanged();
    }
}
