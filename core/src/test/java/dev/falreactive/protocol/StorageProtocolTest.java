package dev.falreactive.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.FalException;
import dev.falreactive.FalException.Rejected;
import dev.falreactive.ObjectLifecycle;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorageProtocolTest {

    private static final StorageProtocol FAL = new StorageProtocol(FalConfig.builder()
            .credentials(FalCredentials.key("canary:secret-of-storage"))
            .build());
    private static final StorageProtocol RELAY = new StorageProtocol(
            FalConfig.builder().baseUrl("http://127.0.0.1:8080/fal").build());
    private static final UploadTarget TARGET =
            new UploadTarget(URI.create("https://v3.fal.media/up/x%20y?sig=s3cr3t&n=1"), "https://v3.fal.media/x");

    private static String body(Exchange<?> exchange) {
        return new String(exchange.request().body(), StandardCharsets.UTF_8);
    }

    private static String initiated(String uploadUrl) {
        return "{\"upload_url\":\"" + uploadUrl + "\",\"file_url\":\"https://v3.fal.media/x\"}";
    }

    @Test
    void initiateSaysNameAndTypeAndHowLong() {
        Exchange<UploadTarget> exchange = FAL.initiate(
                "a \"b\".png", "image/png", Optional.of(ObjectLifecycle.expiringAfter(Duration.ofHours(1))));

        assertThat(exchange.request().method()).isEqualTo(HttpMethod.POST);
        assertThat(exchange.request().uri())
                .hasToString("https://rest.fal.ai/storage/upload/initiate?storage_type=fal-cdn-v3");
        assertThat(body(exchange)).isEqualTo("{\"content_type\":\"image/png\",\"file_name\":\"a \\\"b\\\".png\"}");
        for (String name : List.of("X-Fal-Object-Lifecycle", "X-Fal-Object-Lifecycle-Preference")) {
            assertThat(exchange.request().headers().get(name)).contains("{\"expiration_duration_seconds\":3600}");
        }
        assertThat(FAL.initiate("a", "b/c", Optional.empty())
                        .request()
                        .headers()
                        .asMap())
                .doesNotContainKey("X-Fal-Object-Lifecycle");
        assertThat(RELAY.initiateParts("a", "b/c", Optional.empty()).request().uri())
                .hasToString("http://127.0.0.1:8080/fal/storage/upload/initiate-multipart?storage_type=fal-cdn-v3");
    }

    @Test
    void partsAndTheEndGoBelowTheUploadUrlWithItsQuery() {
        Exchange<String> complete = FAL.complete(
                TARGET, List.of(new UploadedPart(2, "b"), new UploadedPart(10, "c"), new UploadedPart(1, "a")));

        assertThat(FAL.put(TARGET, "image/png").request().uri()).isEqualTo(TARGET.uploadUrl());
        assertThat(FAL.putPart(TARGET, 7).request().uri())
                .hasToString("https://v3.fal.media/up/x%20y/7?sig=s3cr3t&n=1");
        assertThat(complete.request().uri()).hasToString("https://v3.fal.media/up/x%20y/complete?sig=s3cr3t&n=1");
        assertThat(Wire.json(body(complete)).get("parts"))
                .isEqualTo(List.of(
                        Map.of("partNumber", 1, "etag", "a"),
                        Map.of("partNumber", 2, "etag", "b"),
                        Map.of("partNumber", 10, "etag", "c")));
        assertThat(Wire.success(complete.decode(Wire.answer(204, "")))).isEqualTo("https://v3.fal.media/x");
    }

    @Test
    void whatTheStorageCallsAPartStandsInBodyOrHeader() {
        Exchange<UploadedPart> part = FAL.putPart(TARGET, 3);

        assertThat(Wire.success(part.decode(Wire.answer(200, "{\"partNumber\":3,\"etag\":\"t\"}"))))
                .isEqualTo(new UploadedPart(3, "t"));
        assertThat(Wire.success(part.decode(Wire.answer(200, "", "etag", "\"h\""))))
                .isEqualTo(new UploadedPart(3, "\"h\""));
        assertThat(Wire.failure(part.decode(Wire.answer(200, "{}"))).error())
                .isInstanceOf(FalException.Unreadable.class);
    }

    @ParameterizedTest
    @CsvSource({
        "https://v3.fal.media/up?sig=1,           true,  true",
        "https://s3.example:9000/up,              true,  true",
        "http://127.0.0.1:9/up,                   false, true",
        "http://localhost:9/up,                   false, true",
        "https://127.0.0.1:9/up,                  false, true",
        "https://[::1]/up,                        false, true",
        "http://v3.fal.media/up,                  false, false",
        "http://rest.fal.ai/up,                   false, false",
        "file:///etc/passwd,                      false, false",
        "https://user@v3.fal.media/up,            false, false",
        "https://v3.fal.media/up#f,               false, false",
        "https:/up,                               false, false",
        "/up,                                     false, false",
        "https://v3.fal.media:99999999999/up,     false, false",
        "https://v3.fal.media/a b,                false, false",
    })
    void anUploadUrlIsTakenIfItIsSafe(String url, boolean ofFal, boolean ofLocalRelay) {
        Exchange<UploadTarget> fal = FAL.initiate("a", "b/c", Optional.empty());
        Exchange<UploadTarget> relay = RELAY.initiate("a", "b/c", Optional.empty());

        assertThat(fal.decode(Wire.answer(200, initiated(url))) instanceof Outcome.Success)
                .isEqualTo(ofFal);
        assertThat(relay.decode(Wire.answer(200, initiated(url))) instanceof Outcome.Success)
                .isEqualTo(ofLocalRelay);
        if (fal.decode(Wire.answer(200, initiated(url))) instanceof Outcome.Failure<UploadTarget> failure) {
            assertThat(Wire.allTextOf(failure.error())).doesNotContain("v3.fal.media", "passwd", "127.0.0.1");
        }
    }

    @Test
    void aStorageByHttpMayNameItsOwnHost() {
        StorageProtocol lan = new StorageProtocol(FalConfig.builder()
                .baseUrl("http://minio.lan:9000")
                .allowInsecureHost("minio.lan")
                .build());
        Exchange<UploadTarget> exchange = lan.initiate("a", "b/c", Optional.empty());

        assertThat(exchange.decode(Wire.answer(200, initiated("http://minio.lan:9001/up"))))
                .isInstanceOf(Outcome.Success.class);
        assertThat(exchange.decode(Wire.answer(200, initiated("http://other.lan:9000/up"))))
                .isInstanceOf(Outcome.Failure.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "",
                "<html>",
                "{\"upload_url\":\"https://a.example/x\"}",
                "{\"upload_url\":1,\"file_url\":2}",
                "{\"upload_url\":\"https://a.example/x\",\"file_url\":\"javascript:x\"}"
            })
    void anAnswerWithoutATargetIsUnreadable(String body) {
        Outcome.Failure<UploadTarget> failure =
                Wire.failure(FAL.initiate("a", "b/c", Optional.empty()).decode(Wire.answer(200, body)));

        assertThat(failure.error()).isInstanceOf(FalException.Unreadable.class);
        assertThat(failure.again()).isEqualTo(Again.never());
    }

    @ParameterizedTest
    @CsvSource({
        "401, UNAUTHENTICATED",
        "402, BALANCE_LOCKED",
        "403, FORBIDDEN",
        "404, NOT_FOUND",
        "410, GONE",
        "413, BAD_REQUEST",
        "422, BAD_REQUEST"
    })
    void aRefusalIsNotSentAgain(int status, Rejected.Reason reason) {
        Outcome.Failure<String> failure =
                Wire.failure(FAL.put(TARGET, "b/c").decode(Wire.answer(status, "<Signature>s3cr3t</Signature>")));

        assertThat(failure.again()).isEqualTo(Again.never());
        assertThat(failure.error())
                .isInstanceOfSatisfying(
                        Rejected.class, e -> assertThat(e.reason()).isEqualTo(reason));
        assertThat(Wire.allTextOf(failure.error())).doesNotContain("s3cr3t");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 409, 425, 500, 502, 503, 504, 520})
    void whatPassesMayBeSentAgain(int status) {
        Outcome.Failure<UploadedPart> failure =
                Wire.failure(FAL.putPart(TARGET, 1).decode(Wire.answer(status, "s3cr3t")));

        assertThat(failure.again()).isEqualTo(Again.backoff());
        assertThat(failure.error()).isInstanceOf(FalException.Unreachable.class).hasMessageContaining("part 1");
        assertThat(Wire.allTextOf(failure.error())).doesNotContain("s3cr3t");
    }

    @Test
    void aPauseThatIsAskedForIsKept() {
        Exchange<UploadedPart> part = FAL.putPart(TARGET, 1);

        assertThat(Wire.failure(part.decode(Wire.answer(429, "", "Retry-After", "7")))
                        .again())
                .isEqualTo(new Again.After(Duration.ofSeconds(7)));
        assertThat(Wire.failure(part.decode(Wire.answer(503, "", "Retry-After", "3600")))
                        .error())
                .isInstanceOf(Rejected.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void aRedirectIsNotFollowedNorNamed(int status) {
        Outcome.Failure<String> failure = Wire.failure(
                FAL.put(TARGET, "b/c").decode(Wire.answer(status, "", "Location", "http://169.254.169.254/")));

        assertThat(failure.error()).isInstanceOf(FalException.Unreadable.class);
        assertThat(failure.again()).isEqualTo(Again.never());
        assertThat(Wire.allTextOf(failure.error())).doesNotContain("169.254");
    }

    @Test
    void R13_theKeyIsBlankedAndTheSignatureNotShown() {
        Outcome.Failure<UploadTarget> failure = Wire.failure(FAL.initiate("a", "b/c", Optional.empty())
                .decode(Wire.answer(500, "{\"detail\":\"you sent secret-of-storage\"}")));

        assertThat(failure.error()).hasMessageContaining("you sent");
        assertThat(Wire.allTextOf(failure.error())).doesNotContain("secret-of-storage");
        assertThat(TARGET.toString()).isEqualTo("UploadTarget[v3.fal.media]");
        assertThat(FAL.putPart(TARGET, 1).toString()).doesNotContain("s3cr3t");
    }

    @Test
    void R13_theProxysKeyIsBlankedToo() {
        StorageProtocol proxied = new StorageProtocol(FalConfig.builder()
                .proxyUrl("https://app.example/api/fal/proxy")
                .proxyCredentials(FalCredentials.bearer("proxy-canary-88"))
                .build());
        for (Exchange<?> initiate : List.of(
                proxied.initiate("a", "b/c", Optional.empty()), proxied.initiateParts("a", "b/c", Optional.empty()))) {
            for (int status : new int[] {401, 500}) {
                Outcome.Failure<?> failure =
                        Wire.failure(initiate.decode(Wire.answer(status, "{\"detail\":\"who is proxy-canary-88?\"}")));

                assertThat(Wire.allTextOf(failure.error())).contains("who is").doesNotContain("proxy-canary");
            }
        }
    }
}
