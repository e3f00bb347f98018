package dev.falreactive.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers that servers give in the wild and no document shows, over a socket. */
class OddAnswerTest {

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

    @Test
    void aStallMayEndWithACloseThatIsNoAbort() throws Exception {
        emulator.inject(Phase.STATUS, Fault.stall(Duration.ofMillis(50)), 10);
        String id = caller.submit();

        assertThatThrownBy(() -> caller.get(Caller.job(id) + "/status"))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(HttpTimeoutException.class);
        LedgerEntry entry = emulator.ledger().entries().get(1);
        assertThat(entry.status()).isZero();
        assertThat(entry.aborted()).isFalse();
    }

    @Test
    void aHeaderMayNeverEnd() throws Exception {
        String id = caller.submit();
        emulator.inject(Phase.STATUS, Fault.endlessHeader());
        URI base = URI.create(emulator.baseUrl());
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(20_000);
            String request = "GET " + Caller.job(id) + "/status HTTP/1.1\r\nHost: a\r\nAuthorization: Key a:b\r\n\r\n";
            socket.getOutputStream().write(Texts.bytes(request));
            String read = Texts.of(socket.getInputStream().readNBytes(500_000));

            assertThat(read).startsWith("HTTP/1.1 200 OK\r\nX-Endless: xxx");
            assertThat(read.lastIndexOf('\n')).isEqualTo(16);
            assertThat(emulator.ledger().entries().get(1).aborted()).isFalse();
        }
        Until.holds(() -> emulator.ledger().entries().get(1).aborted());
        assertThat(caller.get(Caller.job(id) + "/status").statusCode()).isEqualTo(202);
    }

    @Test
    void aReplyMayBeEmptyAndHasItsEffect() throws Exception {
        emulator.inject(Phase.SUBMIT, Fault.empty());
        HttpResponse<String> answer = caller.post("{}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        String id = emulator.ledger().submits().get(0).requestId().orElseThrow();
        assertThat(caller.get(Caller.job(id) + "/status").statusCode()).isEqualTo(202);
        emulator.inject(Phase.STREAM, Fault.empty());
        assertThat(caller.get(Caller.job(id) + "/status/stream").body()).isEmpty();
    }

    @Test
    void aStartTimeoutIsTheUsersAndHasNoEffect() throws Exception {
        emulator.inject(Phase.SUBMIT, Fault.userTimeout());
        HttpResponse<String> answer = caller.post("{}");

        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.headers().firstValue("X-Fal-Request-Timeout-Type")).contains("user");
        assertThat(answer.headers().firstValue("x-fal-request-id")).isPresent();
        assertThat(answer.body()).contains("\"error_type\":\"startup_timeout\"");
        assertThat(emulator.ledger().submits().get(0).requestId()).isEmpty();
    }

    @Test
    void aRelayHasErrorsOfItsOwn() throws Exception {
        emulator.inject(Phase.SUBMIT, Fault.relayError(502, "no upstream"));
        emulator.inject(Phase.SUBMIT, Fault.relayMessage(403, "no credit"));
        HttpResponse<String> error = caller.post("{}");
        HttpResponse<String> message = caller.post("{}");

        assertThat(error.statusCode()).isEqualTo(502);
        assertThat(error.body()).isEqualTo("{\"error\":{\"message\":\"no upstream\"}}");
        assertThat(error.headers().firstValue("x-fal-request-id")).isEmpty();
        assertThat(message.statusCode()).isEqualTo(403);
        assertThat(message.body()).isEqualTo("{\"message\":\"no credit\"}");
    }

    @Test
    void aStatusWordStrikesOneAnswerAndItsCodeIsNoted() throws Exception {
        String id = scripted();
        emulator.inject(Phase.STATUS, Fault.statusWord("FAILED"));
        HttpResponse<String> failed = caller.get(Caller.job(id) + "/status");

        assertThat(failed.statusCode()).isEqualTo(200);
        assertThat(failed.body()).contains("\"status\":\"FAILED\"");
        assertThat(emulator.ledger().entries().get(1).status()).isEqualTo(200);
        assertThat(caller.get(Caller.job(id) + "/status").body()).contains("IN_PROGRESS");
    }

    @Test
    void anExpiredJobIsGoneFromThenOn() throws Exception {
        String id = scripted();
        emulator.inject(Phase.STATUS, Fault.expired());

        HttpResponse<String> gone = caller.get(Caller.job(id) + "/status");
        assertThat(gone.statusCode()).isEqualTo(404);
        assertThat(gone.body()).isEqualTo("{\"status\":\"NOT_FOUND\"}");
        assertThat(caller.get(Caller.job(id) + "/status").statusCode()).isEqualTo(404);
        assertThat(caller.get(Caller.job(id)).statusCode()).isEqualTo(404);
        assertThat(caller.cancel(id).statusCode()).isEqualTo(404);
    }

    @Test
    void aJobMayBeToldOfAndForgotten() throws Exception {
        emulator.inject(Phase.SUBMIT, Fault.expired());
        String id = caller.submit();

        assertThat(emulator.ledger().submits().get(0).requestId()).contains(id);
        assertThat(caller.get(Caller.job(id) + "/status").statusCode()).isEqualTo(404);
        assertThat(caller.get(Caller.job(caller.submit()) + "/status").statusCode())
                .isEqualTo(202);
    }

    @Test
    void aFaultOfAJobsLifeStrikesTheNextJobAlone() throws Exception {
        emulator.nextJob(JobScript.timed(Duration.ZERO, Duration.ZERO));
        emulator.inject(Phase.SUBMIT, Fault.storedFailure(500, "{\"detail\":\"no\"}"));
        HttpResponse<String> answer = caller.post("{}");
        String id = Caller.id(answer.body());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(caller.get(Caller.job(id)).body()).isEqualTo("{\"detail\":\"no\"}");
        emulator.nextJob(JobScript.timed(Duration.ZERO, Duration.ZERO));
        assertThat(caller.get(Caller.job(caller.submit())).statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> emulator.inject(Phase.STATUS, Fault.storedFailure(500)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRefusedSubmitHasNoJobInTheLedger() throws Exception {
        emulator.nextJob(JobScript.neverEnding());
        caller.submit();
        caller.submit();
        HttpRequest full = caller.request("/fal-ai/flux-lora?fal_max_queue_length=0")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        HttpResponse<String> refused = caller.client().send(full, TEXT);

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("x-fal-request-id")).isPresent();
        assertThat(emulator.ledger().submits().get(2).requestId()).isEmpty();
    }
}
