// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.grpc;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;

/** The settings of a channel without a socket of its own. */
final class PlainConfig extends DefaultChannelConfig {
    PlainConfig(Channel channel) {
        super(channel);
    }

    /** grpc-java asks every socket for keep-alive, and Netty warns of channels that do not know of it. */
    @Override
    public <T> boolean setOption(ChannelOption<T> option, T value) {
        return super.setOption(option, value) || option.equals(ChannelOption.SO_KEEPALIVE);
    }
}
