package dev.falreactive.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.QueueTicket;
import dev.falreactive.SubmitOptions;
import dev.falreactive.WatchOptions;
import dev.falreactive.boot.test.AutoConfigureFalEmulator;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.JobScript;
import dev.falreactive.emulator.WebhookAttempt;
import dev.falreactive.emulator.WebhookScript;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import dev.falreactive.reactor.ReactorFalClient;
import dev.falreactive.webhook.WebhookDelivery;
import dev.falreactive.webhook.WebhookEvent;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;

@SpringBootTest(
        classes = WebhookEndpointTest.App.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"fal.webhook.path=/fal/hook", "fal.webhook.max-body-size=64KB"})
@AutoConfigureFalEmulator
class WebhookEndpointTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {}

    @LocalServerPort
    private int port;

    @Autowired
    private FalEmulator emulator;

    @Autowired
    private ReactorFalClient client;

    @Autowired
    private Flux<WebhookEvent<Map<String, Object>>> events;

    @Autowired
    private Flux<WebhookDelivery> deliveries;

    @Test
    @Covers("fal.webhook.path")
    void whatIsDeliveredIsTold() {
        CompletableFuture<WebhookEvent<Map<String, Object>>> event =
                events.next().toFuture();
        CompletableFuture<FluxLoraResult> typed = deliveries
                .next()
                .map(delivery -> delivery.read(FluxLora.TEXT_TO_IMAGE))
                .cast(WebhookEvent.Succeeded.class)
                .map(succeeded -> (FluxLoraResult) succeeded.output())
                .toFuture();

        QueueTicket ticket = submit();

        assertThat(event.orTimeout(20, java.util.concurrent.TimeUnit.SECONDS)
                        .join()
                        .requestId())
                .isEqualTo(ticket.requestId());
        assertThat(typed.orTimeout(20, java.util.concurrent.TimeUnit.SECONDS)
                        .join()
                        .images())
                .hasSize(1);
        assertThat(attempts(ticket, 1)).allMatch(attempt -> attempt.status().orElse(0) == 200);
    }

    @Test
    void aDuplicateIsAnsweredAndNotTold() {
        List<String> told = new java.util.concurrent.CopyOnWriteArrayList<>();
        var reading = deliveries.subscribe(delivery -> told.add(delivery.requestId()));
        emulator.nextWebhook(WebhookScript.ordinary().times(2));

        QueueTicket twice = submit();
        attempts(twice, 2);
        QueueTicket last = submit();
        client.webhooks().of(last).block(LIMIT);
        deliveredAfter(told, last);
        reading.dispose();

        assertThat(told).containsExactly(twice.requestId(), last.requestId());
        assertThat(attempts(twice, 2)).allMatch(attempt -> attempt.status().orElse(0) == 200);
    }

    @Test
    void oneThatNoPresentKeySignedIsRefusedAndMayComeAgain() {
        emulator.nextWebhook(WebhookScript.ordinary().withBadSignature());
        QueueTicket ticket = submit();

        assertThat(attempts(ticket, 1).get(0).status()).hasValue(503);
    }

    @Test
    void oneThatWillNeverPassIsRefusedForGood() {
        emulator.nextWebhook(WebhookScript.ordinary().withClockOff(Duration.ofHours(-1)));
        QueueTicket ticket = submit();

        assertThat(attempts(ticket, 1).get(0).status()).hasValue(401);
    }

    @Test
    void whoWaitsForAJobIsTold() {
        emulator.nextJob(JobScript.timed(Duration.ZERO, Duration.ofMillis(50)));
        QueueTicket ticket = submit();

        FluxLoraResult result = client.queue(FluxLora.TEXT_TO_IMAGE)
                .await(
                        ticket,
                        WatchOptions.defaults().withPollPolicy(state -> Duration.ofHours(1)),
                        client.webhooks().of(ticket))
                .block(LIMIT);

        assertThat(result.images()).hasSize(1);
    }

    @Test
    @Covers("fal.webhook.max-body-size")
    void aLargeBodyIsRefused() throws Exception {
        assertThat(answerTo("POST", "x".repeat(64 * 1024 + 1))).isEqualTo(413);
        assertThat(answerTo("POST", "x".repeat(64 * 1024))).isEqualTo(401);
    }

    @Test
    void whatIsNoWebhookIsRefused() throws Exception {
        assertThat(answerTo("POST", "")).isEqualTo(401);
        assertThat(answerTo("GET", "")).isEqualTo(405);
    }

    private QueueTicket submit() {
        URI hook = URI.create("http://127.0.0.1:" + port + "/fal/hook");
        return client.queue(FluxLora.TEXT_TO_IMAGE)
                .submit(
                        FluxLoraRequest.builder("a fox").build(),
                        SubmitOptions.defaults().withWebhook(hook))
                .block(LIMIT);
    }

    private List<WebhookAttempt> attempts(QueueTicket ticket, int number) {
        while (true) {
            List<WebhookAttempt> made = emulator.webhooks().stream()
                    .filter(attempt -> attempt.requestId().equals(ticket.requestId()))
                    .toList();
            if (made.size() >= number) {
                return made;
            }
            Thread.onSpinWait();
        }
    }

    private static void deliveredAfter(List<String> told, QueueTicket last) {
        while (!told.contains(last.requestId())) {
            Thread.onSpinWait();
        }
    }

    private int answerTo(String method, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/fal/hook"))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
