// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.grpc;

import io.github.agentctl.api.transport.Endpoint;
import io.grpc.Status;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * First in the pipeline of a client, so that it knows of a loss before any call does: by the end of what comes, by a write
 * that fails, by the peer's goodbye. All calls hear why in the same words then, whatever the channel beneath. Also looks
 * whether the first thing that the peer says is the greeting of HTTP/2.
 */
final class Loss extends ChannelDuplexHandler {
    /** Where a frame of HTTP/2 has its type, and that of a greeting (RFC 9113, sections 4.1, 6.5 and 3.4). */
    private static final int TYPE = 3;

    private static final int SETTINGS = 4;

    /** How many of the first bytes are shown where they are no greeting. */
    private static final int SHOWN = 16;

    private final Endpoint endpoint;
    private final Runnable whenLost;
    private final ByteBuf first = Unpooled.buffer(SHOWN, SHOWN);
    private final Goodbyes goodbyes = new Goodbyes();
    private volatile @Nullable ChannelHandlerContext place;
    private volatile @Nullable Throwable cause;
    private boolean greeted;
    private volatile boolean connected;
    private volatile @Nullable Status status;

    /** @param whenLost run once, on the event loop, before the calls hear of it; must not block */
    Loss(Endpoint endpoint, Runnable whenLost) {
        this.endpoint = endpoint;
        this.whenLost = whenLost;
    }

    /** Why no call can be made any more; null while the connection is there. */
    @Nullable
    Status status() {
        return status;
    }

    /** What went wrong first; null while nothing did. */
    @Nullable
    Throwable cause() {
        return cause;
    }

    /** Whether there was a connection, ever. */
    boolean wasConnected() {
        return connected;
    }

    /** Closes the connection behind what was asked of it so far, and waits for no word of the peer's. */
    void close() {
        ChannelHandlerContext context = place;
        if (context != null) {
            context.executor().execute(() -> {
                var unused = context.close();
            });
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        place = context;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        connected = true;
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes) {
            if (!greeted) {
                listen(bytes);
            }
            String goodbye = cause == null ? goodbyes.read(bytes) : null;
            if (goodbye != null) {
                // Those that the peer has promised to answer go on.
                lost(new EOFException(goodbye));
            }
        }
        context.fireChannelRead(message);
    }

    /** grpc-java hears of it after this. */
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        context.write(message).addListener(written -> {
            if (written.isSuccess()) {
                promise.trySuccess();
                return;
            }
            if (written.cause() instanceof IOException failure) {
                lost(failure);
            }
            promise.tryFailure(written.cause());
        });
    }

    /** It may come in pieces of any size. */
    private void listen(ByteBuf bytes) {
        first.writeBytes(bytes, bytes.readerIndex(), Math.min(bytes.readableBytes(), first.writableBytes()));
        if (first.readableBytes() <= TYPE) {
            return;
        }
        greeted = true;
        if (first.getByte(TYPE) != SETTINGS) {
            cause = new IOException(
                    "the peer does not speak HTTP/2; its first bytes are " + ByteBufUtil.hexDump(first));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        context.fireExceptionCaught(lost(failure).asRuntimeException());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        Status told =
                lost(new EOFException("the peer closed the connection" + (greeted ? "" : " before it said a word")));
        context.fireExceptionCaught(told.asRuntimeException());
        context.fireChannelInactive();
    }

    /** The first that is known of it is what all are told. */
    private Status lost(Throwable failure) {
        Status known = status;
        if (known != null) {
            return known;
        }
        Throwable first = cause == null ? failure : cause;
        cause = first;
        String what = first.getMessage() == null ? first.toString() : first.getMessage();
        Status told = Status.UNAVAILABLE
                .withDescription("connection to " + endpoint + " lost: " + what)
                .withCause(first);
        status = told;
        whenLost.run();
        return told;
    }
}
