package dev.falreactive.reactor;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.util.function.LongSupplier;

/**
 * When bytes of one upload last moved, and for how long none may. An event loop writes, a timer reads.
 *
 * <p>What the operating system has taken may still wait there: once all bytes are with it, it is given the time to pass them
 * on at the pace at which it took them.
 */
final class UploadPace {

    private final long length;
    private final long limit;
    private final LongSupplier clock;

    private volatile boolean begun;
    private volatile long begunAt;
    private volatile long movedAt;
    private volatile long lastTakenAt;
    private volatile long taken;
    private volatile long buffer;

    /** The limit and the clock are in nanoseconds. */
    UploadPace(long length, long limit, LongSupplier clock) {
        this.length = length;
        this.limit = limit;
        this.clock = clock;
    }

    boolean hasBegun() {
        return begun;
    }

    /** The request leaves by a channel. */
    void beginOn(Channel channel) {
        Integer size = channel.config().getOption(ChannelOption.SO_SNDBUF);
        begin(size == null ? 0 : size);
        Taken last = channel.pipeline().get(Taken.class);
        if (last == null) {
            last = new Taken();
            // First is next to the socket: what it sees leave is what leaves.
            channel.pipeline().addFirst(last);
        }
        last.pace = this;
    }

    void begin(long bufferBytes) {
        buffer = bufferBytes;
        begunAt = clock.getAsLong();
        lastTakenAt = begunAt;
        moved();
        begun = true;
    }

    void moved() {
        movedAt = clock.getAsLong();
    }

    /** The operating system has taken so many bytes. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one event loop
    void taken(long bytes) {
        taken = taken + bytes;
        moved();
        lastTakenAt = movedAt;
    }

    /** Whether nothing has moved for too long. Until it has a connection an upload waits for others. */
    boolean hasStalled() {
        return begun && clock.getAsLong() - movedAt > limit + patience();
    }

    private long patience() {
        long sent = taken;
        if (sent < length) {
            return 0;
        }
        long time = lastTakenAt - begunAt;
        long passedOn = sent - buffer;
        return passedOn <= buffer ? time : (long) ((double) time * buffer / passedOn);
    }

    /** Next to the socket of one connection; tells of the upload that is under way. */
    private static final class Taken extends ChannelOutboundHandlerAdapter {

        private volatile UploadPace pace = new UploadPace(0, 0, () -> 0);

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            int bytes = message instanceof ByteBuf buffer ? buffer.readableBytes() : 0;
            UploadPace mine = pace;
            context.write(message, promise.unvoid()).addListener(done -> {
                if (done.isSuccess()) {
                    mine.taken(bytes);
                }
            });
        }
    }
}
