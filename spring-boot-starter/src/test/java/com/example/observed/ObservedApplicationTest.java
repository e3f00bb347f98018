package com.example.observed;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.pictures.Http;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.JobScript;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.reactor.ReactorFalClient;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A whole job in Actuator and in a trace, as a person looks at it. Started as applications are: tests turn tracing off. */
class ObservedApplicationTest {

    private static ConfigurableApplicationContext context;
    private static int port;

    @BeforeAll
    static void start() {
        context = new SpringApplicationBuilder(ObservedApplication.class)
                .properties(Map.of(
                        "server.port", "0",
                        "spring.main.banner-mode", "off",
                        "fal.emulator.enabled", "true",
                        "fal.poll.pause", "10ms",
                        "management.endpoints.web.exposure.include", "health,info,metrics,env,configprops",
                        "management.endpoint.health.show-details", "always",
                        "management.tracing.sampling.probability", "1.0"))
                .run();
        port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @BeforeEach
    void forget() {
        flushed();
        context.getBean(InMemorySpanExporter.class).reset();
        context.getBean(FalEmulator.class)
                .nextJob(JobScript.steps(
                        JobScript.queued(1), JobScript.running("loading"), JobScript.running(), JobScript.completed()));
    }

    @Test
    void aTraceSpansSubmitPollsAndResult() throws Exception {
        Http.get(port, "/picture?prompt=a%20canary%20prompt");

        List<SpanData> spans = flushed();
        List<SpanData> verbs = named(spans, "fal submit", "fal watch", "fal result");
        List<SpanData> calls = named(spans, "fal submit call", "fal status call", "fal result call");
        SpanData request = named(spans, "http get /picture").get(0);
        assertThat(verbs).hasSize(3).allMatch(verb -> verb.getParentSpanId().equals(request.getSpanId()));
        assertThat(calls).hasSize(6);
        Set<String> parents = calls.stream().map(SpanData::getParentSpanId).collect(Collectors.toSet());
        assertThat(parents)
                .containsExactlyInAnyOrderElementsOf(
                        verbs.stream().map(SpanData::getSpanId).toList());
        assertThat(spans.stream().map(SpanData::getTraceId).distinct()).hasSize(1);
        assertThat(spans.toString()).doesNotContain("canary prompt").contains("fal-ai/flux-lora");
    }

    @Test
    void withoutAParentTheVerbIsTheRoot() {
        context.getBean(ReactorFalClient.class)
                .queue(FluxLora.TEXT_TO_IMAGE)
                .submitAndAwait(FluxLoraRequest.builder("a fox").build())
                .block(Duration.ofSeconds(20));

        List<SpanData> spans = flushed();
        SpanData verb = named(spans, "fal submit_and_await").get(0);
        List<SpanData> calls = named(spans, "fal submit call", "fal status call", "fal result call");
        assertThat(verb.getParentSpanContext().isValid()).isFalse();
        assertThat(calls).hasSize(6).allMatch(call -> call.getParentSpanId().equals(verb.getSpanId()));
        assertThat(spans.stream().map(SpanData::getTraceId).distinct()).hasSize(1);
    }

    @Test
    void metricsShowTheWholeJob() throws Exception {
        Http.get(port, "/picture?prompt=a%20fox");

        String endpoint = "&tag=fal.endpoint:fal-ai/flux-lora&tag=fal.client:default";
        assertThat(metric("fal.verb?tag=fal.verb:submit&tag=fal.outcome:success" + endpoint))
                .contains("\"COUNT\"");
        assertThat(metric("fal.exchange?tag=fal.call:status&tag=fal.status:202" + endpoint))
                .contains("\"COUNT\"");
        assertThat(metric("fal.exchange?tag=fal.call:result&tag=fal.status:200" + endpoint))
                .contains("\"COUNT\"");
        assertThat(metric("fal.job.queue?tag=fal.endpoint:fal-ai/flux-lora")).contains("\"TOTAL_TIME\"");
        assertThat(metric("fal.job.run?tag=fal.endpoint:fal-ai/flux-lora")).contains("\"TOTAL_TIME\"");
        assertThat(metric("fal.job.total?tag=fal.outcome:completed")).contains("\"TOTAL_TIME\"");
        assertThat(metric("fal.job.detection.lag?tag=fal.endpoint:fal-ai/flux-lora"))
                .contains("\"TOTAL_TIME\"");
        assertThat(metric("fal.watches")).contains("\"value\":0.0");
        assertThat(metric("fal.exchanges.in.flight")).contains("\"value\":0.0");
        assertThat(Http.get(port, "/actuator/metrics/fal.nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void healthAndInfoShowTheClient() throws Exception {
        assertThat(Http.get(port, "/actuator/health").body())
                .contains("\"fal\":{\"details\":{\"balance\":\"OK\"},\"status\":\"UP\"}");
        assertThat(Http.get(port, "/actuator/info").body())
                .contains("\"emulator\":true", "\"version\":\"" + System.getProperty("fal.projectVersion") + "\"")
                .contains("\"host\":\"127.0.0.1:");
    }

    private static String metric(String name) throws Exception {
        var answer = Http.get(port, "/actuator/metrics/" + name);
        assertThat(answer.statusCode()).as(name).isEqualTo(200);
        return answer.body();
    }

    private static List<SpanData> flushed() {
        context.getBean(SdkTracerProvider.class).forceFlush().join(10, TimeUnit.SECONDS);
        return context.getBean(InMemorySpanExporter.class).getFinishedSpanItems();
    }

    private static List<SpanData> named(List<SpanData> spans, String... names) {
        return spans.stream()
                .filter(span -> List.of(names).contains(span.getName()))
                .toList();
    }
}
