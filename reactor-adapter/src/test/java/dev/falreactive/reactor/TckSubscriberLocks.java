package dev.falreactive.reactor;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/** The subscriber of the Reactive Streams TCK hands its elements over by a queue that locks: what is tested does not. */
public final class TckSubscriberLocks implements BlockHoundIntegration {

    /** Found by its name. */
    public TckSubscriberLocks() {}

    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside("org.reactivestreams.tck.TestEnvironment$Receptacle", "add");
        builder.allowBlockingCallsInside("org.reactivestreams.tck.TestEnvironment$Receptacle", "complete");
    }
}
