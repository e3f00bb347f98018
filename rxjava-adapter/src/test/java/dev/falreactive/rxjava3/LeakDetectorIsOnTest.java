package dev.falreactive.rxjava3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.guards.RecordingLeakDetector;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.Test;

/** A guard that can be silently off is none. */
class LeakDetectorIsOnTest {

    private static final int TRIES = 200;

    @Test
    void aBufferThatIsLeakedOnPurposeIsReported() {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
        leak();
        for (int i = 0; i < TRIES && RecordingLeakDetector.reportsOnPurpose().isEmpty(); i++) {
            System.gc();
            // Netty looks for leaks when it hands out the next buffer.
            ByteBufAllocator.DEFAULT.buffer(16).release();
        }
        assertThat(RecordingLeakDetector.reportsOnPurpose()).isNotEmpty();
    }

    private static void leak() {
        ByteBuf leaked = ByteBufAllocator.DEFAULT.buffer(16);
        leaked.touch(RecordingLeakDetector.ON_PURPOSE);
    }
}
