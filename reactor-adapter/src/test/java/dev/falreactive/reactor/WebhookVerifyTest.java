package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.webhook.WebhookHeaders;
import dev.falreactive.webhook.WebhookKeys;
import dev.falreactive.webhook.WebhookRefusal;
import dev.falreactive.webhook.WebhookVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** Which deliveries are believed, and how often keys are read for that. */
class WebhookVerifyTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final Fixture fal = new Fixture();
    private final Signer signer = new Signer();
    private final Signer newer = new Signer();

    private Instant now() {
        return Instant.ofEpochMilli(fal.time.now(TimeUnit.MILLISECONDS));
    }

    private WebhookVerdict verdict(Signer by) {
        return verdict(by.post(Signer.OK, now()));
    }

    private WebhookVerdict verdict(Signer.Post post) {
        List<WebhookVerdict> verdicts = new ArrayList<>();
        fal.client.webhooks().verify(post.headers(), post.body()).subscribe(verdicts::add);
        assertThat(verdicts).hasSize(1);
        return verdicts.get(0);
    }

    private static void isVerified(WebhookVerdict verdict) {
        assertThat(verdict).isInstanceOf(WebhookVerdict.Verified.class);
    }

    private static void isRefused(WebhookVerdict verdict, WebhookRefusal reason) {
        assertThat(verdict).isEqualTo(new WebhookVerdict.Refused(reason));
    }

    @Test
    void nothingIsReadBeforeAKeyIsNeeded() {
        fal.client.webhooks();
        Signer.Post post = signer.post(Signer.OK, now());
        fal.client.webhooks().verify(post.headers(), post.body());
        isRefused(verdict(new Signer.Post(Map.of(), post.body())), WebhookRefusal.REQUEST_ID_MISSING);
        isRefused(verdict(signer.post(Signer.OK, now().plusSeconds(301))), WebhookRefusal.TIMESTAMP_TOO_NEW);
        assertThat(fal.keys.reads).isEmpty();
    }

    @Test
    void theKeysAreReadOnceFromWhereTheConfigurationSays() {
        fal.keys.publish(signer);
        isVerified(verdict(signer));
        isVerified(verdict(signer));
        fal.pass(WebhookKeys.MAX_AGE.minus(MOMENT));
        isVerified(verdict(signer));
        assertThat(fal.keys.reads).containsExactly(WebhookKeys.FAL);
    }

    @Test
    void theTimeIsTheTimers() {
        fal.keys.publish(signer);
        fal.pass(Duration.ofSeconds(1000));
        isVerified(verdict(signer.post(Signer.OK, Instant.ofEpochSecond(700))));
        isRefused(verdict(signer.post(Signer.OK, Instant.ofEpochSecond(699))), WebhookRefusal.TIMESTAMP_TOO_OLD);
    }

    @Test
    void afterADayTheyAreReadAgain() {
        fal.keys.publish(signer);
        isVerified(verdict(signer));
        fal.pass(WebhookKeys.MAX_AGE);
        fal.keys.publish(newer);
        isVerified(verdict(newer));
        isRefused(verdict(signer), WebhookRefusal.NO_KEY_MATCHES);
        assertThat(fal.keys.reads).hasSize(2);
    }

    @Test
    void aNewKeyIsReadEarly() {
        fal.keys.publish(signer);
        isVerified(verdict(signer));
        fal.pass(MINUTE);
        fal.keys.publish(newer, signer);
        isVerified(verdict(newer));
        isVerified(verdict(signer));
        assertThat(fal.keys.reads).hasSize(2);
    }

    @Test
    void butNotWithinAMinute() {
        fal.keys.publish(signer);
        isVerified(verdict(signer));
        fal.pass(MINUTE.minus(MOMENT));
        fal.keys.publish(newer);
        isRefused(verdict(newer), WebhookRefusal.NO_KEY_MATCHES);
        assertThat(fal.keys.reads).hasSize(1);
    }

    @Test
    void forgedDeliveriesCauseOneReadingAMinute() {
        fal.keys.publish(signer);
        isVerified(verdict(signer));
        for (int second = 0; second < 300; second++) {
            fal.pass(Duration.ofSeconds(1));
            isRefused(verdict(newer), WebhookRefusal.NO_KEY_MATCHES);
        }
        assertThat(fal.keys.reads).hasSize(1 + 5);
        isVerified(verdict(signer));
    }

    @Test
    void whoeverNeedsKeysAtTheSameTimeSharesAReading() {
        Sinks.Empty<Void> answered = Sinks.empty();
        fal.keys.publishAfter(answered.asMono(), signer);
        List<WebhookVerdict> verdicts = new ArrayList<>();
        Signer.Post post = signer.post(Signer.OK, now());
        var first = fal.client.webhooks().verify(post.headers(), post.body()).subscribe(verdicts::add);
        for (int i = 0; i < 10; i++) {
            fal.client.webhooks().verify(post.headers(), post.body()).subscribe(verdicts::add);
        }
        first.dispose();
        assertThat(verdicts).isEmpty();
        answered.tryEmitEmpty();
        assertThat(verdicts).hasSize(10).allMatch(WebhookVerdict.Verified.class::isInstance);
        assertThat(fal.keys.reads).hasSize(1);
    }

    @Test
    void headersAreNotLookedAtAgainWhenKeysHaveBeenRead() {
        Sinks.Empty<Void> answered = Sinks.empty();
        fal.keys.publishAfter(answered.asMono(), signer);
        Signer.Post post = signer.post(Signer.OK, now());
        Map<String, String> recycled = new HashMap<>(post.map());
        List<WebhookVerdict> verdicts = new ArrayList<>();
        fal.client.webhooks().verify(recycled::get, post.body()).subscribe(verdicts::add);
        recycled.clear();
        answered.tryEmitEmpty();
        isVerified(verdicts.get(0));
    }

    @Test
    void withoutKeysItSaysSoAndAsksAgainAMinuteLater() {
        fal.keys.answers(503, Signer.keySet(signer));
        isRefused(verdict(signer), WebhookRefusal.NO_KEYS);
        isRefused(verdict(signer), WebhookRefusal.NO_KEYS);
        assertThat(fal.keys.reads).hasSize(1);
        fal.pass(MINUTE);
        fal.keys.publish(signer);
        isVerified(verdict(signer));
        assertThat(fal.keys.reads).hasSize(2);
    }

    @Test
    void whatIsNoKeySetIsNone() {
        fal.keys.answers(200, "<html>");
        isRefused(verdict(signer), WebhookRefusal.NO_KEYS);
        fal.pass(MINUTE);
        fal.keys.answersWithout(Flux.error(new IllegalStateException("connection reset")));
        isRefused(verdict(signer), WebhookRefusal.NO_KEYS);
    }

    @Test
    void aFailedReadingKeepsTheKeysUntilTheyAreADayOld() {
        fal.keys.publish(signer);
        isVerified(verdict(signer));
        fal.keys.answers(500, "");
        fal.pass(MINUTE);
        isRefused(verdict(newer), WebhookRefusal.NO_KEY_MATCHES);
        isVerified(verdict(signer));
        fal.pass(WebhookKeys.MAX_AGE.minus(MINUTE).minus(MOMENT));
        isVerified(verdict(signer));
        fal.pass(MOMENT);
        isRefused(verdict(signer), WebhookRefusal.NO_KEYS);
    }

    @Test
    void aKeySetWithoutEndIsNotRead() {
        byte[] chunk = new byte[64 * 1024];
        fal.keys.answersWithout(Flux.<byte[]>generate(sink -> sink.next(chunk)));
        isRefused(verdict(signer), WebhookRefusal.NO_KEYS);
    }

    @Test
    void aKeySetThatNeverArrivesIsWaitedForAsLongAsAnExchangeMayTake() {
        fal.keys.answersWithout(Flux.never());
        List<WebhookVerdict> verdicts = new ArrayList<>();
        Signer.Post post = signer.post(Signer.OK, now());
        fal.client.webhooks().verify(post.headers(), post.body()).subscribe(verdicts::add);
        fal.pass(Duration.ofSeconds(30).minus(MOMENT));
        assertThat(verdicts).isEmpty();
        fal.pass(MOMENT);
        assertThat(verdicts).containsExactly(new WebhookVerdict.Refused(WebhookRefusal.NO_KEYS));
    }

    @Test
    void aLargeBodyIsReadElsewhere() {
        fal.keys.publish(signer);
        String large = Signer.body("\"status\":\"OK\",\"payload\":\"" + "x".repeat(Exchanges.LARGE_BODY) + "\"");
        Signer.Post post = signer.post(large, now());
        Thread[] thread = new Thread[1];
        WebhookHeaders headers = name -> {
            thread[0] = Thread.currentThread();
            return post.map().get(name);
        };
        isVerified(fal.client.webhooks().verify(headers, post.body()).block());
        assertThat(thread[0].getName()).contains("parallel");
    }
}
