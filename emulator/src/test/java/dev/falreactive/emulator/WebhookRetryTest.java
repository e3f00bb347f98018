package dev.falreactive.emulator;

import static dev.falreactive.emulator.WebhookAttempt.Result.DELIVERED;
import static dev.falreactive.emulator.WebhookAttempt.Result.NOT_LOOPBACK;
import static dev.falreactive.emulator.WebhookAttempt.Result.NO_ANSWER;
import static dev.falreactive.emulator.WebhookAttempt.Result.REDIRECTED;
import static dev.falreactive.emulator.WebhookAttempt.Result.REJECTED;
import static dev.falreactive.emulator.WebhookAttempt.Result.WITHHELD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.webhook.WebhookDedupe;
import dev.falreactive.webhook.WebhookRefusal;
import dev.falreactive.webhook.WebhookVerdict;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens when a receiver does not take a webhook, and what a script makes of it. */
class WebhookRetryTest {

    private static final WebhookSettings QUICK = WebhookSettings.defaults()
            .withRetries(3, Duration.ofMillis(1))
            .withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(10));

    private final Receiver receiver = new Receiver();
    private FalEmulator emulator = emulator(QUICK);

    private static EmulatorConfig.Builder config(WebhookSettings webhooks) {
        return EmulatorConfig.builder()
                .queueTime(Duration.ZERO)
                .runTime(Duration.ZERO)
                .webhooks(webhooks);
    }

    private static FalEmulator emulator(WebhookSettings webhooks) {
        return FalEmulator.start(config(webhooks).build());
    }

    private void restart(EmulatorConfig.Builder config) {
        emulator.close();
        emulator = FalEmulator.start(config.build());
    }

    @AfterEach
    void end() {
        emulator.close();
        receiver.close();
    }

    private List<WebhookAttempt> awaitAttempts(String id, int count) {
        Until.holds(() -> attempts(id).size() >= count);
        return attempts(id);
    }

    private List<WebhookAttempt> attempts(String id) {
        return emulator.webhooks().stream()
                .filter(attempt -> attempt.requestId().equals(id))
                .toList();
    }

    /** When the end of a later job was told, there was time for everything about earlier ones. */
    private void tellALaterJob() throws Exception {
        awaitAttempts(receiver.submit(emulator), 1);
    }

    @Test
    void whatIsNotTakenIsSentAgain() throws Exception {
        receiver.answers(500, 404, 204);
        String id = receiver.submit(emulator);
        List<WebhookAttempt> attempts = awaitAttempts(id, 3);

        assertThat(attempts).extracting(WebhookAttempt::result).containsExactly(REJECTED, REJECTED, DELIVERED);
        assertThat(attempts).extracting(WebhookAttempt::attempt).containsExactly(1, 2, 3);
        assertThat(attempts)
                .extracting(WebhookAttempt::status)
                .containsExactly(OptionalInt.of(500), OptionalInt.of(404), OptionalInt.of(204));
        tellALaterJob();
        assertThat(attempts(id)).hasSize(3);
        for (Receiver.Post post : receiver.posts().subList(0, 3)) {
            assertThat(post.verified(emulator.webhookKeys()).requestId()).isEqualTo(id);
            assertThat(post.body()).isEqualTo(receiver.posts().get(0).body());
        }
    }

    @Test
    void retriesAreBounded() throws Exception {
        receiver.answers(500, 500, 500, 500);
        String id = receiver.submit(emulator);
        awaitAttempts(id, 4);
        tellALaterJob();

        assertThat(attempts(id)).hasSize(4).allMatch(attempt -> attempt.result() == REJECTED);
        assertThat(receiver.posts()).hasSize(5);
    }

    @Test
    void aResultThatHasExpiredIsNotSentAgain() throws Exception {
        restart(config(QUICK).resultRetention(Duration.ZERO));
        receiver.answers(500);
        String id = receiver.submit(emulator);
        awaitAttempts(id, 1);
        tellALaterJob();

        assertThat(attempts(id)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308, 304})
    void aRedirectIsFollowedByNothing(int code) throws Exception {
        receiver.answers(code);
        String id = receiver.submit(emulator);
        awaitAttempts(id, 1);
        tellALaterJob();

        assertThat(attempts(id))
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.result()).isEqualTo(REDIRECTED));
        assertThat(receiver.posts()).hasSize(2).allMatch(post -> post.target().equals("POST /hook"));
    }

    @Test
    void whoDoesNotAnswerInTimeIsAskedAgain() throws Exception {
        restart(config(QUICK.withTimeouts(Duration.ofMillis(200), Duration.ofSeconds(30))));
        receiver.answers(Receiver.NEVER);
        String id = receiver.submit(emulator);

        assertThat(awaitAttempts(id, 2)).extracting(WebhookAttempt::result).containsExactly(NO_ANSWER, DELIVERED);
        assertThat(attempts(id).get(0).status()).isEmpty();
    }

    @Test
    void whereNobodyListensItIsTriedAgain() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        String id = Receiver.submit(emulator, "{\"prompt\":\"x\"}", "http://127.0.0.1:" + port + "/");

        assertThat(awaitAttempts(id, 4)).allMatch(attempt -> attempt.result() == NO_ANSWER);
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com/hook?a=b, https://example.com/hook",
        "http://10.0.0.1/, http://10.0.0.1/",
        "http://0.0.0.0/, http://0.0.0.0/",
        "http://127.0.0.1.example.com/, http://127.0.0.1.example.com/",
        "http://127.0.0.1@example.com/, http://example.com/",
        "http://localhost.example.com/, http://localhost.example.com/",
        "ftp://127.0.0.1/, ftp://127.0.0.1/",
        "//127.0.0.1/, //127.0.0.1/",
        "/hook, /hook",
        "'', ''",
        "not a url, not a url"
    })
    void nothingLeavesThisMachine(String url, String shown) throws Exception {
        String id = Receiver.submit(emulator, "{\"prompt\":\"x\"}", url);
        List<WebhookAttempt> attempts = awaitAttempts(id, 1);

        assertThat(attempts)
                .containsExactly(
                        new WebhookAttempt(attempts.get(0).at(), id, shown, 0, OptionalInt.empty(), NOT_LOOPBACK));
    }

    @Test
    void localhostIsThisMachine() throws Exception {
        String id =
                Receiver.submit(emulator, "{\"prompt\":\"x\"}", receiver.url().replace("127.0.0.1", "LOCALHOST"));

        assertThat(awaitAttempts(id, 1)).extracting(WebhookAttempt::result).containsExactly(DELIVERED);
    }

    @Test
    void anEventMayArriveTwice() throws Exception {
        emulator.nextWebhook(WebhookScript.ordinary().times(2));
        receiver.answers(200, 500, 200);
        String id = receiver.submit(emulator);

        assertThat(awaitAttempts(id, 3))
                .extracting(WebhookAttempt::result)
                .containsExactly(DELIVERED, REJECTED, DELIVERED);
        WebhookDedupe dedupe = WebhookDedupe.ofCapacity(10);
        assertThat(receiver.posts().stream()
                        .map(post -> dedupe.isFirst(
                                post.verified(emulator.webhookKeys()).requestId())))
                .containsExactly(true, false, false);
        tellALaterJob();
        assertThat(attempts(id)).hasSize(3);
    }

    @Test
    void aSignatureMayBeBad() throws Exception {
        emulator.nextWebhook(WebhookScript.ordinary().withBadSignature());
        receiver.submit(emulator);

        assertThat(receiver.awaitPost().verdict(emulator.webhookKeys()))
                .isEqualTo(new WebhookVerdict.Refused(WebhookRefusal.NO_KEY_MATCHES));
        receiver.submit(emulator);
        receiver.awaitPosts(2).get(1).verified(emulator.webhookKeys());
    }

    @ParameterizedTest
    @CsvSource({"-3600, TIMESTAMP_TOO_OLD", "3600, TIMESTAMP_TOO_NEW"})
    void aTimestampMayBeOff(int seconds, WebhookRefusal reason) throws Exception {
        emulator.nextWebhook(WebhookScript.ordinary().withClockOff(Duration.ofSeconds(seconds)));
        receiver.submit(emulator);

        assertThat(receiver.awaitPost().verdict(emulator.webhookKeys())).isEqualTo(new WebhookVerdict.Refused(reason));
    }

    @Test
    void aWebhookMayNeverCome() throws Exception {
        emulator.nextWebhook(WebhookScript.withheld());
        String id = receiver.submit(emulator);

        assertThat(awaitAttempts(id, 1)).extracting(WebhookAttempt::result).containsExactly(WITHHELD);
        tellALaterJob();
        assertThat(receiver.posts()).hasSize(1);
    }

    @Test
    void aWebhookMayComeLate() throws Exception {
        emulator.nextWebhook(WebhookScript.ordinary().delayed(Duration.ofHours(1)));
        emulator.nextWebhook(WebhookScript.ordinary().delayed(Duration.ofMillis(50)));
        String never = receiver.submit(emulator);
        String late = receiver.submit(emulator);

        assertThat(receiver.awaitPost().event().requestId()).isEqualTo(late);
        assertThat(attempts(never)).isEmpty();
    }

    @Test
    void aScriptMayHoldForAllJobs() throws Exception {
        restart(config(QUICK.withScript(WebhookScript.withheld())));
        emulator.nextWebhook(WebhookScript.ordinary());
        String first = receiver.submit(emulator);
        String second = receiver.submit(emulator);

        assertThat(awaitAttempts(first, 1)).extracting(WebhookAttempt::result).containsExactly(DELIVERED);
        assertThat(awaitAttempts(second, 1)).extracting(WebhookAttempt::result).containsExactly(WITHHELD);
    }

    @Test
    void manyJobsThatEndAtOnceAreAllTold() throws Exception {
        for (int i = 0; i < 100; i++) {
            receiver.submit(emulator);
        }
        receiver.awaitPosts(100);

        assertThat(receiver.posts().stream().map(post -> post.event().requestId()))
                .doesNotHaveDuplicates()
                .hasSize(100);
    }

    @Test
    void closingEndsWhatIsUnderWay() throws Exception {
        receiver.answers(Receiver.NEVER);
        receiver.submit(emulator);
        receiver.awaitPost();
        assertThat(receiver.lost()).isZero();
        emulator.close();

        Until.holds(() -> receiver.lost() == 1);
        assertThat(emulator.webhooks()).isEmpty();
    }

    @Test
    void pausesGrowToALimit() {
        WebhookSettings settings = WebhookSettings.defaults();

        assertThat(settings.pauseAfter(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.pauseAfter(2)).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.pauseAfter(9)).isEqualTo(Duration.ofSeconds(256));
        assertThat(settings.pauseAfter(10)).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.pauseAfter(1_000_000)).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.timeout(1)).isEqualTo(Duration.ofSeconds(15));
        assertThat(settings.timeout(2)).isEqualTo(Duration.ofSeconds(120));
        assertThat(settings.allowsAnother(31)).isTrue();
        assertThat(settings.allowsAnother(32)).isFalse();
    }
}
