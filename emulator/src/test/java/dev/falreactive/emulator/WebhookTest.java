package dev.falreactive.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.Codec;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraResult;
import dev.falreactive.protocol.HttpMethod;
import dev.falreactive.webhook.WebhookDelivery;
import dev.falreactive.webhook.WebhookEvent;
import dev.falreactive.webhook.WebhookKeys;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a receiver is told of the end of a job. */
class WebhookTest {

    private final Receiver receiver = new Receiver();
    private final FalEmulator emulator = FalEmulator.start(EmulatorConfig.builder()
            .queueTime(Duration.ZERO)
            .runTime(Duration.ofMillis(1))
            .build());
    private final Caller caller = new Caller(emulator);

    @AfterEach
    void end() {
        emulator.close();
        receiver.close();
    }

    @SuppressWarnings("unchecked")
    private static WebhookEvent.Failed<Map<String, @Nullable Object>> failed(Receiver.Post post) {
        return (WebhookEvent.Failed<Map<String, @Nullable Object>>) post.event();
    }

    @Test
    void aResultIsPostedThoughNobodyAsks() throws Exception {
        String id = receiver.submit(emulator);
        Receiver.Post post = receiver.awaitPost();

        assertThat(post.target()).isEqualTo("POST /hook");
        assertThat(post.headers()).containsEntry("Content-Type", "application/json");
        WebhookDelivery delivery = post.verified(emulator.webhookKeys());
        assertThat(delivery.requestId()).isEqualTo(id);
        assertThat(delivery.gatewayRequestId()).isEqualTo(id);
        assertThat(delivery.userId()).isEqualTo(WebhookSettings.USER_ID);
        WebhookEvent<FluxLoraResult> event = delivery.read(FluxLora.TEXT_TO_IMAGE);
        assertThat(event.kind()).isEqualTo(WebhookEvent.Kind.SUCCEEDED);
        assertThat(((WebhookEvent.Succeeded<FluxLoraResult>) event).output().images())
                .hasSize(1);

        byte[] result = caller.get(Caller.job(id)).body().getBytes(StandardCharsets.UTF_8);
        assertThat(Codec.map().read(post.body()))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "request_id",
                        id,
                        "gateway_request_id",
                        id,
                        "status",
                        "OK",
                        "payload",
                        Codec.map().read(result)));
        Until.holds(() -> !emulator.webhooks().isEmpty());
        WebhookAttempt told = emulator.webhooks().get(0);
        assertThat(told)
                .isEqualTo(new WebhookAttempt(
                        told.at(), id, receiver.url(), 1, OptionalInt.of(200), WebhookAttempt.Result.DELIVERED));
    }

    @Test
    void whoNamesNoWebhookIsToldNothing() throws Exception {
        String quiet = caller.submit();
        Until.holds(() -> wordOf(quiet).equals("COMPLETED"));
        String loud = receiver.submit(emulator);
        Until.holds(() -> !emulator.webhooks().isEmpty());

        assertThat(emulator.webhooks()).extracting(WebhookAttempt::requestId).containsExactly(loud);
        assertThat(receiver.posts()).hasSize(1);
    }

    private String wordOf(String id) {
        try {
            return Bench.text(
                    Codec.map()
                            .read(caller.get(Caller.job(id) + "/status").body().getBytes(StandardCharsets.UTF_8)),
                    "status");
        } catch (java.io.IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aResultThatHoldsImagesIsDrawn() throws Exception {
        receiver.submit(emulator, "{\"prompt\":\"a cat\",\"sync_mode\":true}");

        assertThat(receiver.awaitPost().text()).contains("\"status\":\"OK\"").contains("data:image/jpeg;base64,/9j/");
    }

    @Test
    void aFailureIsPostedWithTheModelsAnswer() throws Exception {
        receiver.submit(emulator, "{}");
        Receiver.Post post = receiver.awaitPost();
        post.verified(emulator.webhookKeys());

        assertThat(failed(post).failure().httpStatus()).hasValue(422);
        assertThat(failed(post).failure().fieldErrors())
                .anySatisfy(error -> assertThat(error.path()).isEqualTo("body.prompt"));
        assertThat(post.text()).contains("\"status\":\"ERROR\"").contains("\"error\":\"Invalid status code: 422\"");
    }

    @Test
    void aCancelledJobIsAFailure() throws Exception {
        emulator.nextJob(JobScript.neverEnding());
        String id = receiver.submit(emulator);
        caller.cancel(id);

        assertThat(failed(receiver.awaitPost()).failure().errorType()).contains("client_cancelled");
    }

    @Test
    void anAnswerThatIsNoJsonHasNoPayload() throws Exception {
        emulator.nextJob(JobScript.ordinary().withResult(200, "plain text"));
        receiver.submit(emulator);
        Receiver.Post ok = receiver.awaitPost();
        emulator.nextJob(JobScript.ordinary().withResult(404, "plain text"));
        receiver.submit(emulator);
        Receiver.Post failed = receiver.awaitPosts(2).get(1);

        assertThat(ok.text()).contains("\"status\":\"OK\",\"payload\":null,\"payload_error\":\"");
        assertThat(ok.event().kind()).isEqualTo(WebhookEvent.Kind.WITHOUT_OUTPUT);
        assertThat(failed(failed).payloadError()).isPresent();
        assertThat(failed(failed).failure().detail()).isEqualTo("Invalid status code: 404");
    }

    @Test
    void anAnswerOfNullIsAPayload() throws Exception {
        emulator.nextJob(JobScript.ordinary().withResult(200, "null"));
        receiver.submit(emulator);

        assertThat(receiver.awaitPost().text()).endsWith("\"status\":\"OK\",\"payload\":null}");
    }

    @Test
    void aJobThatWasRunAgainHasAnotherGatewayId() throws Exception {
        emulator.nextJob(JobScript.ordinary().requeued(1));
        String id = receiver.submit(emulator);
        WebhookDelivery delivery = receiver.awaitPost().verified(emulator.webhookKeys());

        assertThat(delivery.requestId()).isEqualTo(id);
        assertThat(delivery.gatewayRequestId()).isNotEqualTo(id).hasSameSizeAs(id);
    }

    @Test
    void aScriptedJobIsToldOfWhenItsEndIsReached() throws Exception {
        emulator.nextJob(JobScript.steps(JobScript.queued(0), JobScript.running(), JobScript.completed()));
        String scripted = receiver.submit(emulator);
        caller.get(Caller.job(scripted) + "/status");
        caller.get(Caller.job(scripted) + "/status");
        String other = receiver.submit(emulator);
        assertThat(receiver.awaitPost().event().requestId()).isEqualTo(other);

        caller.get(Caller.job(scripted) + "/status");
        assertThat(receiver.awaitPosts(2).get(1).event().requestId()).isEqualTo(scripted);
    }

    @Test
    void aJobThatIsOverFromTheStartIsToldOf() throws Exception {
        emulator.nextJob(JobScript.steps(JobScript.completedWithError("lost", "runner_disconnected")));
        receiver.submit(emulator);

        assertThat(failed(receiver.awaitPost()).failure().errorType()).contains("runner_disconnected");
    }

    @Test
    void aSteeredJobIsToldOfOnce() throws Exception {
        emulator.nextJob(JobScript.steps(JobScript.queued(3)));
        String id = receiver.submit(emulator);
        emulator.steer(id, JobScript.completed());
        receiver.awaitPost();
        emulator.steer(id, JobScript.running());
        emulator.steer(id, JobScript.completed());
        String other = receiver.submit(emulator);

        assertThat(receiver.awaitPosts(2).get(1).event().requestId()).isEqualTo(other);
    }

    @Test
    void theKeysArePublished() throws Exception {
        HttpResponse<String> keys = caller.get(emulator.webhookKeysUrl());

        assertThat(emulator.webhookKeysUrl()).isEqualTo(emulator.baseUrl() + "/.well-known/jwks.json");
        assertThat(keys.statusCode()).isEqualTo(200);
        assertThat(keys.headers().firstValue("content-type")).contains("application/json");
        assertThat(WebhookKeys.parse(keys.body()))
                .isEqualTo(emulator.webhookKeys())
                .satisfies(set -> assertThat(set.size()).isEqualTo(1));
        assertThat(emulator.ledger().count(HttpMethod.GET, "/jwks.json")).isEqualTo(1);
        emulator.inject(Phase.WEBHOOK_KEYS, Fault.edgePage(503));
        assertThat(caller.get(emulator.webhookKeysUrl()).statusCode()).isEqualTo(503);
    }

    @Test
    void theKeyCanBeGiven() throws Exception {
        KeyFactory factory = KeyFactory.getInstance("Ed25519");
        KeyPair pair = new KeyPair(
                factory.generatePublic(new X509EncodedKeySpec(HexFormat.of()
                        .parseHex("302a300506032b6570032100"
                                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"))),
                factory.generatePrivate(new PKCS8EncodedKeySpec(HexFormat.of()
                        .parseHex("302e020100300506032b657004220420"
                                + "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))));
        EmulatorConfig config = EmulatorConfig.builder()
                .queueTime(Duration.ZERO)
                .runTime(Duration.ZERO)
                .pathPrefix("/fal")
                .webhooks(WebhookSettings.defaults().withKey(pair))
                .build();
        try (FalEmulator own = FalEmulator.start(config)) {
            assertThat(new Caller(own).get(own.webhookKeysUrl()).body())
                    .contains("\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"");
            HttpResponse<String> accepted = new Caller(own)
                    .client()
                    .send(
                            new Caller(own)
                                    .request(Bench.APP + "?fal_webhook=" + receiver.url())
                                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{\"prompt\":\"x\"}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(accepted.statusCode()).isEqualTo(200);
            receiver.awaitPost().verified(own.webhookKeys());
        }
    }

    @Test
    void aRotatedKeySignsAndTheOneBeforeIsStillKnown() throws Exception {
        WebhookKeys first = emulator.webhookKeys();
        receiver.submit(emulator);
        Receiver.Post before = receiver.awaitPost();
        emulator.rotateWebhookKey();
        WebhookKeys both = emulator.webhookKeys();
        receiver.submit(emulator);
        Receiver.Post after = receiver.awaitPosts(2).get(1);

        assertThat(both.size()).isEqualTo(2);
        after.verified(both);
        before.verified(both);
        assertThat(after.verdict(first).toString()).contains("NO_KEY_MATCHES");
        emulator.rotateWebhookKey();
        assertThat(before.verdict(emulator.webhookKeys()).toString()).contains("NO_KEY_MATCHES");
        after.verified(emulator.webhookKeys());
    }

    @Test
    void whatASecretMayBeInIsNotWrittenDown() throws Exception {
        String secret = receiver.url().replace("http://", "http://user:secret1@") + "?token=secret2&x=1#secret3";
        String id = Receiver.submit(emulator, "{\"prompt\":\"x\"}", secret);
        assertThat(receiver.awaitPost().target()).isEqualTo("POST /hook?token=secret2&x=1");
        Until.holds(() -> !emulator.webhooks().isEmpty());

        LedgerEntry submit = emulator.ledger().forRequest(id).get(0);
        assertThat(submit.query())
                .isEqualTo(Optional.of("fal_webhook=http%3A%2F%2F127.0.0.1%3A"
                        + receiver.url().replaceAll(".*:(\\d+)/.*", "$1") + "%2Fhook"));
        assertThat(emulator.webhooks()).extracting(WebhookAttempt::url).containsExactly(receiver.url());
        String seen = caller.get("/_emulator/ledger").body()
                + caller.get("/_emulator/webhooks").body();
        assertThat(seen).contains(id).doesNotContain("secret");
    }

    @Test
    void whatBecameOfWebhooksIsServed() throws Exception {
        receiver.answers(404);
        String id = receiver.submit(emulator);
        Until.holds(() -> !emulator.webhooks().isEmpty());

        String json = caller.get("/_emulator/webhooks").body();
        assertThat(json)
                .startsWith("[{\"at\":\"")
                .contains("\"request_id\":\"" + id + "\",\"url\":\"" + receiver.url()
                        + "\",\"attempt\":1,\"status\":404," + "\"result\":\"REJECTED\"}");
        assertThat(emulator.ledger().entries()).hasSize(1);
    }
}
