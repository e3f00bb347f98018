package dev.falreactive.reactor;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/** Netty's allocator parks for a moment when event loops allocate at the same time: its own affair, and the only exemption. */
public final class NettyAllocatorMayPark implements BlockHoundIntegration {

    /** Made by the service loader. */
    public NettyAllocatorMayPark() {}

    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside(
                "io.netty.buffer.AdaptivePoolingAllocator$MagazineGroup", "tryExpandMagazines");
    }
}
