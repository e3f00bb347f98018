package dev.falreactive.webhook;

import static dev.falreactive.webhook.Vector.KEY_1;
import static dev.falreactive.webhook.Vector.KEY_1_PADDED;
import static dev.falreactive.webhook.Vector.KEY_2;
import static dev.falreactive.webhook.Vector.jwk;
import static dev.falreactive.webhook.Vector.keys;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookKeysTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"keys\":null}",
                "{\"keys\":{}}",
                "{\"keys\":\"x\"}",
                "{\"keys\":[null,7,\"x\",[],{}]}",
                "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\"}]}",
                "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":7}]}",
                "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed448\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}",
                "{\"keys\":[{\"kty\":\"oct\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}",
                "{\"keys\":[{\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}",
                "{\"keys\":",
                "\u0000"
            })
    void ofWhatIsNoKeySetThereAreNoKeys(String json) {
        assertThat(WebhookKeys.parse(json).isEmpty()).isTrue();
        assertThat(WebhookKeys.parse(json)).isEqualTo(WebhookKeys.none());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "!!!",
                "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHUR", // 31 bytes
                "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURoA", // 33 bytes
                "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo", // the other alphabet
                "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo===", // too much padding
                "AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", // y = 2: not on the curve
                "__________________________________________8" // y is larger than the prime
            })
    void aMalformedKeyIsSkippedAndItsNeighbourIsNot(String x) {
        assertThat(WebhookKeys.parse(keys(jwk(x)))).isEqualTo(WebhookKeys.none());
        assertThat(WebhookKeys.parse(keys(jwk(x), KEY_2, jwk(x)))).isEqualTo(WebhookKeys.parse(keys(KEY_2)));
    }

    /** With such a key, a signature that anybody can write down verifies some or all messages. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000080",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
            })
    void aKeyOfSmallOrderIsSkipped(String hex) {
        String x = Base64.getUrlEncoder().encodeToString(HexFormat.of().parseHex(hex));

        assertThat(WebhookKeys.parse(keys(jwk(x))).isEmpty()).isTrue();
    }

    @Test
    void keysAreAValue() {
        WebhookKeys one = WebhookKeys.parse(keys(KEY_1));

        assertThat(one).isEqualTo(WebhookKeys.parse(keys(KEY_1_PADDED))).hasSameHashCodeAs(keysOf(KEY_1, KEY_1));
        assertThat(one).isNotEqualTo(keysOf(KEY_2)).isNotEqualTo(keysOf(KEY_1, KEY_2));
        assertThat(one.size()).isEqualTo(1);
        assertThat(one.isEmpty()).isFalse();
        assertThat(keysOf(KEY_1, KEY_2, KEY_1)).hasToString("WebhookKeys[2]");
    }

    @Test
    void noMoreKeysAreTakenThanCanBeTried() {
        // Small y values, of which about every other is a point.
        String many = IntStream.range(2, 1000)
                .mapToObj(y -> {
                    byte[] encoded = new byte[32];
                    encoded[0] = (byte) y;
                    encoded[1] = (byte) (y >> 8);
                    return jwk(Base64.getUrlEncoder().encodeToString(encoded));
                })
                .collect(Collectors.joining(","));

        assertThat(WebhookKeys.parse(keys(many)).size()).isEqualTo(100);
    }

    private static WebhookKeys keysOf(String... jwks) {
        return WebhookKeys.parse(keys(jwks));
    }
}
