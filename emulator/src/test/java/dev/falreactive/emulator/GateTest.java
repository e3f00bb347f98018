package dev.falreactive.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.protocol.WireResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Key id:secret | 200 | request_id",
                "key id:se:cret | 200 | request_id",
                "Key idsecret | 401 | Invalid Key Authorization header format.",
                "Key :secret | 401 | Invalid Key Authorization header format.",
                "Key id: | 401 | Invalid Key Authorization header format.",
                "Key | 401 | Invalid Key Authorization header format.",
                "Bearer id:secret | 401 | Cannot access application",
                "id:secret | 401 | Cannot access application",
            })
    void asksForAKeyWithTwoHalves(String header, int status, String body) {
        WireResponse response = new Bench().header("Authorization", header).post(Bench.APP, "{}");

        assertThat(response.status()).isEqualTo(status);
        assertThat(Bench.body(response)).contains(body);
        assertThat(response.headers().get("x-fal-request-id").isPresent()).isEqualTo(status == 200);
    }

    @Test
    void refusesWhoBringsNoCredential() {
        WireResponse response = new Bench().anonymous().post(Bench.APP, "{}");

        assertThat(response.status()).isEqualTo(401);
        assertThat(Bench.body(response)).contains("Cannot access application \\\"fal-ai/flux-lora\\\".");
    }

    @Test
    void guardsTheCallsAboutAJobToo() {
        Bench bench = new Bench();
        String id = bench.submit();
        bench.anonymous();

        assertThat(bench.status(id).status()).isEqualTo(401);
        assertThat(bench.result(id).status()).isEqualTo(401);
        assertThat(bench.cancel(id).status()).isEqualTo(401);
        assertThat(bench.status("unknown").status()).isEqualTo(404);
    }

    @Test
    void knowsOnlyTheKeysThatItWasToldOf() {
        Bench bench = new Bench(EmulatorConfig.builder().acceptedSecrets("a:b"));

        assertThat(Bench.body(bench.post(Bench.APP, "{}"))).contains("No user found for Key ID and Secret");
        assertThat(bench.header("Authorization", "Key a:b")
                        .post(Bench.APP, "{}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void anAccountWithoutBalanceIsLocked() {
        WireResponse response = new Bench(EmulatorConfig.builder().lockedKeyIds("id")).post(Bench.APP, "{}");

        assertThat(response.status()).isEqualTo(403);
        assertThat(Bench.body(response)).contains("User is locked. Reason: Exhausted balance.");
        assertThat(response.headers().get("x-fal-request-id")).isEmpty();
    }

    @Test
    void aRelayTakesATokenInPlaceOfAKey() {
        Bench bench = new Bench(EmulatorConfig.builder().bearer(true));

        assertThat(bench.post(Bench.APP, "{}").status()).isEqualTo(401);
        assertThat(bench.header("Authorization", "Bearer t")
                        .post(Bench.APP, "{}")
                        .status())
                .isEqualTo(200);
    }
}
