package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.falreactive.FalConfig;
import dev.falreactive.FalException;
import dev.falreactive.PollPolicy;
import dev.falreactive.QueueTicket;
import dev.falreactive.SubmitOptions;
import dev.falreactive.WatchOptions;
import dev.falreactive.emulator.EmulatorConfig;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.JobScript;
import dev.falreactive.emulator.LedgerEntry;
import dev.falreactive.emulator.Phase;
import dev.falreactive.emulator.WebhookAttempt;
import dev.falreactive.emulator.WebhookScript;
import dev.falreactive.emulator.WebhookSettings;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import dev.falreactive.webhook.WebhookDelivery;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Webhook and poll, over sockets: the emulator signs and posts, a server of ours verifies. */
class WebhookSocketTest {

    private static final FluxLoraRequest INPUT =
            FluxLoraRequest.builder("a tiger").imageSize(16, 16).build();

    /** Polls so soon that a job's end is noticed; the default would be 15 s. */
    private static final WatchOptions SOON =
            WatchOptions.defaults().withPollPolicy(PollPolicy.constant(Duration.ofMillis(100)));

    private final FalEmulator emulator = FalEmulator.start(EmulatorConfig.builder()
            .queueTime(Duration.ZERO)
            .runTime(Duration.ofMillis(50))
            .webhooks(WebhookSettings.defaults().withRetries(1, Duration.ofMillis(1)))
            .build());
    private final ShiftedTimer timer = new ShiftedTimer();
    private final ReactorFalClient client = ReactorFalClient.builder(FalConfig.builder()
                    .baseUrl(emulator.baseUrl())
                    .credentials(emulator.credentials())
                    .webhookKeysUrl(emulator.webhookKeysUrl())
                    .build())
            .timer(timer)
            .build();
    private final ReactorQueue<FluxLoraRequest, FluxLoraResult> queue = client.queue(FluxLora.TEXT_TO_IMAGE);
    private final WebhookReceiver receiver = new WebhookReceiver(client);

    @AfterEach
    void close() {
        receiver.close();
        client.close();
        emulator.close();
    }

    private QueueTicket submit() {
        return queue.submit(INPUT, SubmitOptions.defaults().withWebhook(receiver.url()))
                .block();
    }

    /** The first poll, if it is made at all, gets no answer. */
    private FluxLoraResult awaitWebhook(QueueTicket ticket) {
        emulator.inject(Phase.STATUS, Fault.stall());
        return await(ticket, WatchOptions.defaults());
    }

    private FluxLoraResult await(QueueTicket ticket, WatchOptions options) {
        return queue.await(ticket, options, client.webhooks().of(ticket)).block(Duration.ofSeconds(30));
    }

    private List<LedgerEntry> keyReads() {
        return emulator.ledger().of(Phase.WEBHOOK_KEYS);
    }

    @Test
    void theWebhookBeatsThePoll() {
        FluxLoraResult result = awaitWebhook(submit());
        assertThat(result.images()).isNotEmpty();
        assertThat(emulator.ledger().of(Phase.STATUS)).hasSizeLessThanOrEqualTo(1);
        assertThat(emulator.ledger().of(Phase.RESULT)).isEmpty();
        assertThat(receiver.answers(1)).containsExactly(200);
        assertThat(keyReads())
                .singleElement()
                .satisfies(read -> assertThat(read.authScheme()).isEmpty());
    }

    @Test
    void theWebhookNeverComesAndThePollEndsIt() {
        emulator.nextWebhook(WebhookScript.withheld());
        FluxLoraResult result = await(submit(), SOON);
        assertThat(result.images()).isNotEmpty();
        assertThat(emulator.ledger().of(Phase.RESULT)).hasSize(1);
        assertThat(receiver.answers(0)).isEmpty();
        Eventually.holds(
                "withheld",
                () -> emulator.webhooks().stream()
                        .anyMatch(attempt -> attempt.result() == WebhookAttempt.Result.WITHHELD));
        assertThat(keyReads()).isEmpty();
    }

    @Test
    void theWebhookComesTwiceAndIsToldOnce() {
        emulator.nextWebhook(WebhookScript.ordinary().times(2));
        List<WebhookDelivery> told = new CopyOnWriteArrayList<>();
        client.webhooks().deliveries().subscribe(told::add);
        QueueTicket ticket = submit();
        assertThat(awaitWebhook(ticket).images()).isNotEmpty();
        assertThat(receiver.answers(2)).containsExactly(200, 200);
        assertThat(receiver.firsts()).containsExactly(true, false);
        Eventually.holds("a delivery", () -> !told.isEmpty());
        assertThat(told).extracting(WebhookDelivery::requestId).containsExactly(ticket.requestId());
        assertThat(emulator.ledger().of(Phase.RESULT)).isEmpty();
    }

    @Test
    void aBadSignatureIsRefusedAndThePollEndsIt() {
        emulator.nextWebhook(WebhookScript.ordinary().withBadSignature());
        assertThat(await(submit(), SOON).images()).isNotEmpty();
        assertThat(emulator.ledger().of(Phase.RESULT)).hasSize(1);
        assertThat(receiver.answers(2)).containsExactly(503, 503);
        assertThat(receiver.firsts()).isEmpty();
        assertThat(keyReads()).hasSize(1);
    }

    @Test
    void whatANewKeySignedWithinAMinuteOfTheLastReadingIsAskedToComeAgain() {
        awaitWebhook(submit());
        emulator.rotateWebhookKey();
        assertThat(await(submit(), SOON).images()).isNotEmpty();
        assertThat(receiver.answers(3)).containsExactly(200, 503, 503);
        assertThat(keyReads()).hasSize(1);
    }

    @Test
    void afterTheKeyIsRotatedTheKeysAreReadOnceMore() {
        awaitWebhook(submit());
        emulator.rotateWebhookKey();
        timer.putForward(Duration.ofMinutes(1));
        awaitWebhook(submit());
        awaitWebhook(submit());
        assertThat(receiver.answers(3)).containsExactly(200, 200, 200);
        assertThat(keyReads()).hasSize(2);
        assertThat(emulator.ledger().of(Phase.RESULT)).isEmpty();
    }

    @Test
    void untilItIsRotatedTheyAreNot() {
        awaitWebhook(submit());
        timer.putForward(Duration.ofMinutes(1));
        awaitWebhook(submit());
        assertThat(keyReads()).hasSize(1);
    }

    @Test
    void withoutKeysTheServerIsAskedToComeAgain() {
        emulator.inject(Phase.WEBHOOK_KEYS, Fault.edgePage(503));
        assertThat(await(submit(), SOON).images()).isNotEmpty();
        assertThat(receiver.answers(2)).containsExactly(503, 503);
        assertThat(keyReads()).hasSize(1);
    }

    @Test
    void aJobThatFailedIsToldByTheWebhook() {
        emulator.nextJob(JobScript.timed(Duration.ZERO, Duration.ofMillis(50))
                .withResult(422, "{\"detail\":\"no such thing\"}"));
        QueueTicket ticket = submit();
        assertThat(catchThrowable(() -> awaitWebhook(ticket)))
                .isInstanceOfSatisfying(FalException.JobFailed.class, failed -> {
                    assertThat(failed.ticket()).contains(ticket);
                    assertThat(failed.failure().detail()).isEqualTo("no such thing");
                });
        assertThat(emulator.ledger().of(Phase.RESULT)).isEmpty();
    }
}
