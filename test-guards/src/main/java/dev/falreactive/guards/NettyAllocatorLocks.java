package dev.falreactive.guards;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/** Netty's allocator locks for a moment when many threads ask it at once, on its event loops too: that is its own affair. */
public final class NettyAllocatorLocks implements BlockHoundIntegration {

    /** Found by its name. */
    public NettyAllocatorLocks() {}

    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator", "allocate");
    }
}
