package dev.falreactive.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.falreactive.protocol.HttpMethod;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTest {

    private static final HttpResponse.BodyHandler<String> TEXT = HttpResponse.BodyHandlers.ofString();

    private final FalEmulator emulator = FalEmulator.start();
    private final Caller caller = new Caller(emulator);

    @AfterEach
    void end() {
        emulator.close();
    }

    private String scripted() throws IOException, InterruptedException {
        emulator.nextJob(JobScript.steps(JobScript.queued(1), JobScript.running("a"), JobScript.completed()));
        return caller.submit();
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 503, 504})
    void anEdgePageHasNoEffect(int code) throws Exception {
        emulator.inject(Phase.SUBMIT, Fault.edgePage(code));
        HttpResponse<String> response = caller.post("{}");

        assertThat(response.statusCode()).isEqualTo(code);
        assertThat(response.body()).contains("<center>nginx</center>");
        assertThat(response.headers().firstValue("x-fal-request-id")).isEmpty();
        assertThat(emulator.ledger().submits().get(0).requestId()).isEmpty();
        assertThat(caller.post("{}").statusCode()).isEqualTo(200);
    }

    @Test
    void anErrorOfTheAppNamesTheRequest() throws Exception {
        String id = caller.submit();
        emulator.inject(Phase.RESULT, Fault.appError(500, "Internal Server Error"));
        HttpResponse<String> response = caller.get(Caller.job(id));

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).isEqualTo("{\"detail\":\"Internal Server Error\"}");
        assertThat(response.headers().firstValue("x-fal-request-id")).contains(id);
    }

    @Test
    void faultsStrikeInOrderAndAsOftenAsAsked() throws Exception {
        emulator.inject(Phase.SUBMIT, Fault.rateLimited(), 2);
        emulator.inject(Phase.SUBMIT, Fault.rateLimited(Duration.ofMillis(1500)));

        assertThat(caller.post("{}").headers().firstValue("Retry-After")).isEmpty();
        assertThat(caller.post("{}").statusCode()).isEqualTo(429);
        assertThat(caller.post("{}").headers().firstValue("Retry-After")).contains("2");
        assertThat(caller.post("{}").statusCode()).isEqualTo(200);
    }

    @Test
    void aPhaseIsStruckAlone() throws Exception {
        emulator.inject(Phase.STATUS, Fault.rateLimited());
        String id = caller.submit();

        assertThat(caller.get(Caller.job(id)).statusCode()).isEqualTo(400);
        assertThat(caller.get(Caller.job(id) + "/status").statusCode()).isEqualTo(429);
        emulator.inject(Phase.CANCEL, Fault.edgePage(502));
        emulator.clearFaults();
        assertThat(caller.cancel(id).statusCode()).isEqualTo(202);
    }

    @Test
    void anyAnswerCanBeGiven() throws Exception {
        emulator.inject(Phase.SUBMIT, Fault.respond(299, Map.of("X-Own", "1"), "own"));
        emulator.inject(Phase.SUBMIT, Fault.redirect("https://elsewhere.example/"));
        emulator.inject(Phase.SUBMIT, Fault.redirect(307, "https://elsewhere.example/"));

        HttpResponse<String> own = caller.post("{}");
        assertThat(own.statusCode()).isEqualTo(299);
        assertThat(own.body()).isEqualTo("own");
        assertThat(own.headers().firstValue("x-own")).contains("1");
        assertThat(caller.post("{}").statusCode()).isEqualTo(302);
        HttpResponse<String> redirect = caller.post("{}");
        assertThat(redirect.statusCode()).isEqualTo(307);
        assertThat(redirect.headers().firstValue("location")).contains("https://elsewhere.example/");
    }

    @Test
    void aDroppedRequestHasNoEffect() throws Exception {
        emulator.inject(Phase.SUBMIT, Fault.dropBeforeHandling(), 10);

        assertThatThrownBy(() -> caller.post("{}")).isInstanceOf(IOException.class);
        emulator.clearFaults();
        assertThat(emulator.ledger().submits())
                .isNotEmpty()
                .allMatch(entry -> entry.requestId().isEmpty() && entry.status() == 0);
    }

    @Test
    void anAcceptedAndDroppedSubmitMakesAJob() throws Exception {
        emulator.inject(Phase.SUBMIT, Fault.acceptThenDrop());
        assertThatThrownBy(() -> caller.post("{}")).isInstanceOf(IOException.class);

        LedgerEntry entry = emulator.ledger().submits().get(0);
        assertThat(entry.status()).isZero();
        assertThat(entry.aborted()).isFalse();
        assertThat(caller.get(Caller.job(entry.requestId().orElseThrow()) + "/status")
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void aReplyMayEndInTheMiddle() throws Exception {
        emulator.inject(Phase.SUBMIT, Fault.halfReply());
        assertThatThrownBy(() -> caller.post("{}")).isInstanceOf(IOException.class);

        LedgerEntry entry = emulator.ledger().submits().get(0);
        assertThat(entry.status()).isEqualTo(200);
        assertThat(entry.requestId()).isPresent();
        assertThat(entry.aborted()).isFalse();
    }

    @Test
    void aStalledReplyIsAbortedByTheClient() throws Exception {
        emulator.inject(Phase.SUBMIT, Fault.stall());
        HttpRequest request = caller.request("/fal-ai/flux-lora")
                .timeout(Duration.ofMillis(300))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();

        assertThatThrownBy(() -> caller.client().send(request, TEXT)).isInstanceOf(HttpTimeoutException.class);
        Until.holds(() -> emulator.ledger().submits().get(0).aborted());
        assertThat(emulator.ledger().submits().get(0).requestId()).isPresent();
    }

    @Test
    void aReplyMayDrip() throws Exception {
        emulator.inject(Phase.STATUS, Fault.slowDrip(Duration.ofMillis(1)));
        String id = caller.submit();
        HttpResponse<String> response = caller.get(Caller.job(id) + "/status");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body()).endsWith("}").contains(id);
    }

    @Test
    void aReplyMayBeUnreadableHugeOrDeep() throws Exception {
        String id = caller.submit();
        emulator.inject(Phase.STATUS, Fault.garbage());
        emulator.inject(Phase.STATUS, Fault.deepNesting(5000));
        emulator.inject(Phase.STATUS, Fault.hugeBody(3_000_000));

        HttpResponse<String> garbage = caller.get(Caller.job(id) + "/status");
        assertThat(garbage.statusCode()).isEqualTo(200);
        assertThat(garbage.body()).contains("not json");
        assertThat(caller.get(Caller.job(id) + "/status").body()).contains("[".repeat(5000));
        HttpResponse<String> huge = caller.get(Caller.job(id) + "/status");
        assertThat(huge.body()).hasSize(3_000_000).endsWith("x\"}");
    }

    @Test
    void aDelayedReplyTakesEffectAtOnce() throws Exception {
        emulator.inject(Phase.SUBMIT, Fault.delay(Duration.ofMillis(400)));
        var answer = caller.client()
                .sendAsync(
                        caller.request("/fal-ai/flux-lora")
                                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                .build(),
                        TEXT);
        Until.holds(() -> emulator.ledger().submits().size() == 1);

        String id = emulator.ledger().submits().get(0).requestId().orElseThrow();
        assertThat(caller.get(Caller.job(id) + "/status").statusCode()).isEqualTo(202);
        assertThat(answer.get().body()).contains(id);
    }

    @Test
    void aReplyMayBeRewritten() throws Exception {
        emulator.inject(Phase.SUBMIT, Fault.rewrite(body -> body.replace(emulator.baseUrl(), "https://evil.example")));

        assertThat(caller.post("{}").body()).contains("\"status_url\":\"https://evil.example/fal-ai/");
    }

    @Test
    void aStreamMayBeCutAfterItsFirstEvent() throws Exception {
        String id = scripted();
        emulator.inject(Phase.STREAM, Fault.halfReply());

        assertThatThrownBy(() -> caller.get(Caller.job(id) + "/status/stream")).isInstanceOf(IOException.class);
        assertThat(emulator.ledger().count(HttpMethod.GET, "/status/stream")).isEqualTo(1);
    }

    @Test
    void aStreamMayBeRewrittenOrRefused() throws Exception {
        String id = scripted();
        emulator.inject(Phase.STREAM, Fault.edgePage(503));
        emulator.inject(Phase.STREAM, Fault.rewrite(json -> json.replace("IN_", "AT_")));

        assertThat(caller.get(Caller.job(id) + "/status/stream").statusCode()).isEqualTo(503);
        assertThat(caller.get(Caller.job(id) + "/status/stream").body())
                .contains("AT_QUEUE")
                .contains("AT_PROGRESS")
                .doesNotContain("IN_QUEUE");
    }
}
