package dev.falreactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.falreactive.FalException.InvalidInput;
import dev.falreactive.ObjectLifecycle.Access;
import dev.falreactive.protocol.QueueProtocol;
import dev.falreactive.protocol.Wire;
import dev.falreactive.protocol.WireRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each option sends, and what none may send. */
class SubmitOptionsTest {

    private static final SubmitOptions NONE = SubmitOptions.defaults();

    private static WireRequest sent(SubmitOptions options) {
        return new QueueProtocol(FalConfig.builder().build())
                .submit(Endpoint.json(Wire.ENDPOINT.toString()), Map.of("prompt", "x"), options)
                .request();
    }

    static Stream<Arguments> headers() {
        return Stream.of(
                header(o -> o.withPriority(SubmitOptions.Priority.LOW), "X-Fal-Queue-Priority", "low"),
                header(o -> o.withStartTimeout(Duration.ofSeconds(30)), "X-Fal-Request-Start-Timeout", "30"),
                header(
                        o -> o.withStartTimeout(Duration.ofMillis(1_500)).withLegacyStartTimeoutHeader(),
                        "X-Fal-Request-Timeout",
                        "1.5"),
                header(o -> o.withRunnerHint("lora-7"), "X-Fal-Runner-Hint", "lora-7"),
                header(SubmitOptions::withoutPlatformRetries, "X-Fal-No-Retry", "1"),
                header(SubmitOptions::withoutFallback, "x-app-fal-disable-fallback", "true"),
                header(o -> o.withStoreIo(false), "X-Fal-Store-IO", "0"),
                header(o -> o.withStoreIo(true), "X-Fal-Store-IO", "1"),
                header(
                        o -> o.withTag("team", "blue").withTag("cost.center", "a=b"),
                        "X-Fal-Tags",
                        "team=blue,cost.center=a=b"),
                header(o -> o.withHeader("X-Trace", "abc def"), "X-Trace", "abc def"),
                header(
                        o -> o.withObjectLifecycle(ObjectLifecycle.expiringAfter(Duration.ofHours(1))),
                        "X-Fal-Object-Lifecycle-Preference",
                        "{\"expiration_duration_seconds\":3600}"),
                header(
                        o -> o.withObjectLifecycle(ObjectLifecycle.keptForEver()
                                .withDefaultAccess(Access.HIDE)
                                .withRule("me", Access.ALLOW)),
                        "X-Fal-Object-Lifecycle-Preference",
                        "{\"expiration_duration_seconds\":null,\"initial_acl\":{\"default\":\"hide\",\"rules\":[{\"user\":\"me\",\"decision\":\"allow\"}]}}"));
    }

    private static Arguments header(UnaryOperator<SubmitOptions> option, String name, String value) {
        return Arguments.of(option, name, value);
    }

    @ParameterizedTest
    @MethodSource("headers")
    void anOptionSendsItsHeaderAndItsAbsenceNone(UnaryOperator<SubmitOptions> option, String name, String value) {
        String header = sent(option.apply(NONE)).headers().get(name).orElseThrow();
        if (value.startsWith("{")) {
            assertThat(Wire.json(header)).isEqualTo(Wire.json(value));
        } else {
            assertThat(header).isEqualTo(value);
        }
        assertThat(sent(NONE).headers().get(name)).isEmpty();
    }

    @Test
    void theOldNameOfTheStartTimeoutComesOnRequestAlone() {
        SubmitOptions options = NONE.withStartTimeout(Duration.ofSeconds(30));
        assertThat(sent(options).headers().get("X-Fal-Request-Timeout")).isEmpty();
        assertThat(sent(options.withLegacyStartTimeoutHeader()).headers().get("X-Fal-Request-Start-Timeout"))
                .contains("30");
        assertThat(sent(NONE.withLegacyStartTimeoutHeader()).headers().get("X-Fal-Request-Timeout"))
                .isEmpty();
    }

    @Test
    void theWebhookAndTheLimitOfTheQueueGoIntoTheQuery() {
        SubmitOptions options =
                NONE.withWebhook(URI.create("https://me.example/hook?a=1&b=2")).withMaxQueueLength(5);
        assertThat(sent(options).uri().toASCIIString())
                .isEqualTo("https://queue.fal.run/fal-ai/flux-lora"
                        + "?fal_webhook=https%3A%2F%2Fme.example%2Fhook%3Fa%3D1%26b%3D2&fal_max_queue_length=5");
        assertThat(sent(NONE).uri().getRawQuery()).isNull();
        assertThat(options.toString()).doesNotContain("me.example");
        assertThat(sent(options).toString()).doesNotContain("me.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://me.example/hook",
                "ftp://me.example/",
                "/hook",
                "https:///hook",
                "https://user:pass@me.example/",
                "https://me.example/#f",
                "mailto:a@b"
            })
    void anUnsafeWebhookIsRefusedAndNotQuoted(String url) {
        assertThatThrownBy(() -> NONE.withWebhook(URI.create(url)))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("/webhook")
                .hasMessageNotContaining("pass");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8080/hook", "http://localhost/hook", "https://me.example/hook"})
    void aSafeWebhookIsNot(String url) {
        assertThat(NONE.withWebhook(URI.create(url)).webhook()).contains(URI.create(url));
    }

    @ParameterizedTest
    @CsvSource({"Team, x", "'', x", "fal.x, x", "a b, x", "a, 'x,y'", "a, 'x\ny'", "a, 虎"})
    void aTagThatBreaksARuleIsRefused(String key, String value) {
        assertThatThrownBy(() -> NONE.withTag(key, value)).isInstanceOf(InvalidInput.class);
    }

    @Test
    void tagsAreBoundedInNumberAndSize() {
        SubmitOptions ten = NONE;
        for (int i = 0; i < 10; i++) {
            ten = ten.withTag("k" + i, "v");
        }
        SubmitOptions full = ten;
        assertThat(full.tags()).hasSize(10);
        assertThatThrownBy(() -> full.withTag("one-more", "v")).hasMessageContaining("at most 10");
        assertThat(full.withTag("k0", "w").tags()).hasSize(10).containsEntry("k0", "w");
        assertThatThrownBy(() -> NONE.withTag("a", "x".repeat(257))).isInstanceOf(InvalidInput.class);
        SubmitOptions large =
                NONE.withTag("a", "x".repeat(256)).withTag("b", "x".repeat(256)).withTag("c", "x".repeat(256));
        assertThatThrownBy(() -> large.withTag("d", "x".repeat(256))).hasMessageContaining("1024 bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "Authorization, x",
        "authorization, x",
        "Cookie, x",
        "Host, x",
        "Content-Length, 1",
        "Transfer-Encoding, chunked",
        "x-fal-tags, a=b",
        "X-Fal-Request-Timeout, 3",
        "'X Y', x",
        "'X:', x",
        "'X\r\nEvil', x",
        "'', x",
        "X-A, 'a\r\nEvil: 1'",
        "X-A, 虎",
        "X-A, ' '"
    })
    void R12_aHeaderThatIsTakenOrSmugglesIsRefused(String name, String value) {
        assertThatThrownBy(() -> NONE.withHeader(name, value)).isInstanceOf(InvalidInput.class);
    }

    @Test
    void aLifecycleThatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> ObjectLifecycle.expiringAfter(Duration.ofMillis(999)))
                .isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> ObjectLifecycle.keptForEver().withRule("me", Access.ALLOW))
                .isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> NONE.withMaxQueueLength(-1)).isInstanceOf(InvalidInput.class);
    }

    @Test
    void optionsAreValues() {
        SubmitOptions low = NONE.withPriority(SubmitOptions.Priority.LOW);
        assertThat(NONE.priority()).isEqualTo(SubmitOptions.Priority.NORMAL);
        assertThat(low.withOnStop(StopPolicy.CANCEL).priority()).isEqualTo(SubmitOptions.Priority.LOW);
        assertThat(low.onStop()).isEqualTo(StopPolicy.DETACH);
    }
}
