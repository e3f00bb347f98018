package dev.falreactive.kotlin

import dev.falreactive.guards.RecordingLeakDetector
import io.netty.buffer.ByteBufAllocator
import io.netty.util.ResourceLeakDetector
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

/** A guard that can be silently off is none. */
class LeakDetectorIsOnTest {

    @Test
    fun aBufferThatIsLeakedOnPurposeIsReported() {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID)
        leak()
        repeat(200) {
            if (RecordingLeakDetector.reportsOnPurpose().isEmpty()) {
                System.gc()
                // Netty looks for leaks when it hands out the next buffer.
                ByteBufAllocator.DEFAULT.buffer(16).release()
            }
        }
        assertThat(RecordingLeakDetector.reportsOnPurpose()).isNotEmpty()
    }

    private fun leak() {
        ByteBufAllocator.DEFAULT.buffer(16).touch(RecordingLeakDetector.ON_PURPOSE)
    }
}
