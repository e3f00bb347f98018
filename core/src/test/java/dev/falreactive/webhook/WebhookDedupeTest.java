package dev.falreactive.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.falreactive.webhook.WebhookDedupe.Seen;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WebhookDedupeTest {

    @Test
    void anEventIsFirstOnce() {
        WebhookDedupe dedupe = WebhookDedupe.ofCapacity(2);

        assertThat(dedupe.isFirst("a")).isTrue();
        assertThat(dedupe.isFirst("a")).isFalse();
        assertThat(dedupe.isFirst("b")).isTrue();
    }

    @Test
    void anEventThatWasForgottenIsFirstAgain() {
        WebhookDedupe dedupe = WebhookDedupe.ofCapacity(2);
        dedupe.isFirst("a");
        dedupe.forget("a");
        dedupe.forget("unknown");

        assertThat(dedupe.isFirst("a")).isTrue();
    }

    @Test
    void anEventThatIsBeingHandledIsNeitherFirstNorHandled() {
        WebhookDedupe dedupe = WebhookDedupe.ofCapacity(2);

        assertThat(dedupe.begin("a")).isEqualTo(Seen.FIRST);
        assertThat(dedupe.begin("a")).isEqualTo(Seen.UNDER_WAY);
        assertThat(dedupe.isFirst("a")).isFalse();
        dedupe.forget("a");
        assertThat(dedupe.begin("a")).isEqualTo(Seen.FIRST);
        dedupe.handled("a");
        assertThat(dedupe.begin("a")).isEqualTo(Seen.HANDLED);
        assertThat(dedupe.isFirst("b")).isTrue();
        assertThat(dedupe.begin("b")).isEqualTo(Seen.HANDLED);
    }

    @Test
    void whatIsHandledAfterItWasForgottenForTheBoundIsRememberedWithinIt() {
        WebhookDedupe dedupe = WebhookDedupe.ofCapacity(1);
        dedupe.begin("a");
        dedupe.begin("b");
        dedupe.handled("a");

        assertThat(dedupe.begin("a")).isEqualTo(Seen.HANDLED);
        assertThat(dedupe.begin("b")).isEqualTo(Seen.FIRST);
    }

    @Test
    void beyondTheBoundTheOldestIsForgotten() {
        WebhookDedupe dedupe = WebhookDedupe.ofCapacity(2);
        dedupe.isFirst("a");
        dedupe.isFirst("b");
        dedupe.isFirst("c");

        assertThat(dedupe.isFirst("c")).isFalse();
        assertThat(dedupe.isFirst("b")).isFalse();
        assertThat(dedupe.isFirst("a")).isTrue();
        assertThatThrownBy(() -> WebhookDedupe.ofCapacity(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ofManyThreadsOneIsFirst() throws Exception {
        WebhookDedupe dedupe = WebhookDedupe.ofCapacity(1_000);
        int threads = 8;
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            Callable<Long> asks = () -> {
                start.await();
                return IntStream.range(0, 1_000)
                        .filter(i -> dedupe.isFirst("event-" + i))
                        .count();
            };
            List<Future<Long>> firsts = pool.invokeAll(java.util.Collections.nCopies(threads, asks));
            long all = 0;
            for (Future<Long> first : firsts) {
                all += first.get();
            }
            assertThat(all).isEqualTo(1_000);
        } finally {
            pool.shutdownNow();
        }
    }
}
