package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** R10: what was said not to have been sent is not sent afterwards. */
class SentTest {

    private final AtomicInteger asked = new AtomicInteger();
    private final Sent sent = new Sent(() -> asked.incrementAndGet() > 0);

    @Test
    void whatHasNotLeftWhenItFailsDoesNotLeaveLater() {
        assertThat(sent.leftInTheEnd()).isFalse();
        assertThat(sent.leave()).isFalse();
        assertThat(sent.leftInTheEnd()).isFalse();
        assertThat(asked).hasValue(0);
    }

    @Test
    void whatHasLeftHas() {
        assertThat(sent.leave()).isTrue();
        assertThat(sent.leftInTheEnd()).isTrue();
        assertThat(asked).hasValue(1);
    }
}
