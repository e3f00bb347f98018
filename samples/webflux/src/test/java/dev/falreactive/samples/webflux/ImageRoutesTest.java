package dev.falreactive.samples.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.QueueTicket;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.JobScript;
import dev.falreactive.emulator.Phase;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

@SampleApp
class ImageRoutesTest {

    private static final JobScript AT_ONCE = JobScript.timed(Duration.ZERO, Duration.ZERO);

    @Autowired
    private FalEmulator emulator;

    @LocalServerPort
    private int port;

    private WebTestClient http;

    @BeforeEach
    void connect() {
        emulator.clearFaults();
        emulator.ledger().clear();
        http = WebTestClient.bindToServer()
                .baseUrl("http://localhost:" + port)
                .responseTimeout(Duration.ofSeconds(30))
                .build();
    }

    private WebTestClient.ResponseSpec post(String root, Object body) {
        return http.post()
                .uri(root)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    private QueueTicket submit(String root, JobScript script) {
        emulator.nextJob(script);
        byte[] json = post(root, Map.of("prompt", "a tiger"))
                .expectStatus()
                .isAccepted()
                .expectBody()
                .returnResult()
                .getResponseBody();
        return QueueTicket.fromJson(new String(json, StandardCharsets.UTF_8));
    }

    private WebTestClient.ResponseSpec get(String path, MediaType... accept) {
        return http.get()
                .uri(URI.create("http://localhost:" + port + path))
                .accept(accept)
                .exchange();
    }

    private WebTestClient.BodyContentSpec problem(WebTestClient.ResponseSpec response, int status, String type) {
        return response.expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .consumeWith(result -> assertThat(result.toString())
                        .doesNotContain(emulator.credentials().headerValue().split("[ :]")[2]))
                .jsonPath("$.type")
                .isEqualTo("urn:fal-reactive:" + type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/images", "/kotlin/images"})
    void aJobIsSubmittedWatchedAndRead(String root) {
        emulator.nextJob(JobScript.steps(
                JobScript.queued(1),
                JobScript.running("half way"),
                JobScript.running("half way"),
                JobScript.completed()));
        String location = post(root, Map.of("prompt", "a tiger", "image_size", "square"))
                .expectStatus()
                .isAccepted()
                .expectHeader()
                .contentType(MediaType.APPLICATION_JSON)
                .expectBody()
                .returnResult()
                .getResponseHeaders()
                .getFirst(HttpHeaders.LOCATION);
        assertThat(location).startsWith(root + "/");

        List<Map<String, Object>> events = get(location + "/events", MediaType.TEXT_EVENT_STREAM)
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.TEXT_EVENT_STREAM)
                .returnResult(new ParameterizedTypeReference<Map<String, Object>>() {})
                .getResponseBody()
                .collectList()
                .block();
        assertThat(events)
                .extracting(event -> event.get("status"))
                .containsExactly("IN_QUEUE", "IN_PROGRESS", "IN_PROGRESS", "COMPLETED");
        assertThat(events.get(1).get("logs")).asString().contains("half way");
        assertThat(events.get(2).get("logs")).isEqualTo(List.of());

        get(location, MediaType.APPLICATION_JSON)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.images.length()")
                .isEqualTo(1)
                .jsonPath("$.images[0].width")
                .isEqualTo(512);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/images", "/kotlin/images"})
    void aWholeTicketIsAPathToo(String root) {
        QueueTicket ticket = submit(root, JobScript.steps(JobScript.completed()));
        String segment = URLEncoder.encode(ticket.toJson(), StandardCharsets.UTF_8);
        get(root + "/" + segment)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.images")
                .isArray();
        get(root + "/" + segment + "/events")
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .value(events -> assertThat(events).contains("COMPLETED"));
        String foreign = segment.replace("flux-lora", "other");
        problem(get(root + "/" + foreign), 422, "invalid-input");
        problem(get(root + "/%7B%7D/events", MediaType.TEXT_EVENT_STREAM), 422, "invalid-input")
                .jsonPath("$.violations.length()")
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/images", "/kotlin/images"})
    void allViolationsAreNamedAndNothingIsSent(String root) {
        problem(post(root, Map.of("num_images", 9, "image_size", "huge", "seed", "x")), 422, "invalid-input")
                .jsonPath("$.violations[*].pointer")
                .<Object>value(pointers -> assertThat(pointers)
                        .asInstanceOf(InstanceOfAssertFactories.LIST)
                        .containsExactlyInAnyOrder("/prompt", "/num_images", "/image_size", "/seed"))
                .jsonPath("$.violations[0].keyword")
                .exists()
                .jsonPath("$.violations[0].message")
                .exists();
        post(root, "{\"prompt\":")
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo(400);
        assertThat(emulator.ledger().submits()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/images", "/kotlin/images"})
    void whatTheQueueSaysIsAProblem(String root) {
        QueueTicket running = submit(root, JobScript.steps(JobScript.running()));
        problem(get(root + "/" + running.requestId()), 409, "not-ready")
                .jsonPath("$.ticket.request_id")
                .isEqualTo(running.requestId());
        problem(get(root + "/unknown/events", MediaType.TEXT_EVENT_STREAM), 410, "gone");
        emulator.inject(Phase.SUBMIT, Fault.rateLimited(Duration.ofSeconds(90)));
        problem(
                post(root, Map.of("prompt", "a fox")).expectHeader().valueEquals("Retry-After", "90"),
                429,
                "rate-limited");
        emulator.inject(Phase.SUBMIT, Fault.acceptThenDrop());
        problem(post(root, Map.of("prompt", "a fox")), 502, "submit-outcome-unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/images", "/kotlin/images"})
    void anErrorAfterTheFirstEventEndsTheStream(String root) {
        QueueTicket ticket = submit(root, JobScript.steps(JobScript.running()));
        AtomicInteger answers = new AtomicInteger();
        emulator.inject(
                Phase.STATUS,
                Fault.rewrite(body -> {
                    if (answers.incrementAndGet() == 2) {
                        emulator.inject(Phase.STATUS, Fault.appError(403, "not any more"));
                    }
                    return body;
                }),
                2);
        List<String> events = get(root + "/" + ticket.requestId() + "/events", MediaType.TEXT_EVENT_STREAM)
                .expectStatus()
                .isOk()
                .returnResult(String.class)
                .getResponseBody()
                .collectList()
                .block();
        assertThat(events).hasSize(2).allMatch(event -> event.contains("IN_PROGRESS"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/images", "/kotlin/images"})
    void aFailedJobTellsWhatFailed(String root) {
        QueueTicket broken = submit(root, AT_ONCE.withResult(500, "{\"detail\": \"out of memory\"}"));
        problem(get(root + "/" + broken.requestId()), 502, "job-failed")
                .jsonPath("$.failure.detail")
                .isEqualTo("out of memory");
        QueueTicket refused = submit(
                root,
                AT_ONCE.withResult(
                        422,
                        "{\"detail\": [{\"loc\": [\"body\", \"loras\"], \"msg\": \"no such file\", \"type\": \"file\"}]}"));
        problem(get(root + "/" + refused.requestId()), 422, "job-failed")
                .jsonPath("$.failure.fields[0].msg")
                .isEqualTo("no such file");
    }
}
