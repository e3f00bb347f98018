package dev.falreactive.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.Codec;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraResult;
import dev.falreactive.protocol.WireResponse;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultTest {

    @Test
    void hasAllThatTheModelAnswers() {
        WireResponse result = new Bench().run("{\"prompt\":\"a cat\",\"seed\":9007199254740993,\"num_images\":3}");

        assertThat(result.status()).isEqualTo(200);
        FluxLoraResult read = Codec.of(FluxLoraResult.class).read(result.body());
        assertThat(read.images()).hasSize(3);
        assertThat(read.seed()).contains(new BigInteger("9007199254740993"));
        assertThat(read.prompt()).contains("a cat");
        assertThat(read.timings()).containsEntry("inference", 3.0);
        assertThat(read.hasNsfwConcepts()).containsExactly(false, false, false);
        assertThat(FluxLora.TEXT_TO_IMAGE.id()).isEqualTo(FluxLora.ID);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"prompt\":\"a\"} | 1024 | 768 | 0.78643200",
                "{\"prompt\":\"a\",\"image_size\":\"square_hd\"} | 1024 | 1024 | 1.04857600",
                "{\"prompt\":\"a\",\"image_size\":\"square\"} | 512 | 512 | 0.26214400",
                "{\"prompt\":\"a\",\"image_size\":\"portrait_4_3\"} | 768 | 1024 | 0.78643200",
                "{\"prompt\":\"a\",\"image_size\":\"portrait_16_9\"} | 576 | 1024 | 0.58982400",
                "{\"prompt\":\"a\",\"image_size\":\"landscape_16_9\"} | 1024 | 576 | 0.58982400",
                "{\"prompt\":\"a\",\"image_size\":{\"width\":1000,\"height\":2000}} | 1000 | 2000 | 2",
                "{\"prompt\":\"a\",\"image_size\":{\"width\":1000}} | 1000 | 512 | 0.51200000",
                "{\"prompt\":\"a\",\"image_size\":{\"width\":500,\"height\":500},\"num_images\":4} | 500 | 500 | 1",
            })
    void hasTheSizeAndIsBilledByTheMegapixel(String input, int width, int height, String units) {
        WireResponse result = new Bench().run(input);

        assertThat(Bench.images(result).get(0)).containsEntry("width", width).containsEntry("height", height);
        assertThat(result.headers().get("x-fal-billable-units")).contains(units);
    }

    @Test
    void isReplayedExactly() {
        Bench bench = new Bench();
        String id = bench.submit();
        bench.pass("PT10S");
        WireResponse first = bench.result(id);
        WireResponse again = bench.pass("PT10M").get(Bench.APP + "/requests/" + id + "/response");

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers()).isEqualTo(first.headers());
        assertThat(bench.get(Bench.APP + "/requests/" + id + "/").body()).isEqualTo(first.body());
        assertThat(bench.get(Bench.APP + "/image-to-image/requests/" + id).body())
                .isEqualTo(first.body());
        assertThat(bench.get(Bench.APP + "/requests/" + id + "/status/").status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | missing | [body, prompt] | null",
                "{\"prompt\":7} | string_type | [body, prompt] | null",
                "{\"prompt\":\"a\",\"num_images\":0} | greater_than_equal | [body, num_images] | {ge=1}",
                "{\"prompt\":\"a\",\"num_inference_steps\":51} | less_than_equal | [body, num_inference_steps] | {le=50}",
                "{\"prompt\":\"a\",\"guidance_scale\":35.1} | less_than_equal | [body, guidance_scale] | {le=35}",
                "{\"prompt\":\"a\",\"image_size\":{\"width\":0}} | greater_than | [body, image_size, width] | {gt=0}",
                "{\"prompt\":\"a\",\"image_size\":{\"width\":14143}} | less_than_equal | [body, image_size, width] | {le=14142}",
                "{\"prompt\":\"a\",\"output_format\":\"gif\"} | literal_error | [body, output_format] | {expected='jpeg' or 'png'}",
                "{\"prompt\":\"a\",\"num_images\":\"2\"} | int_type | [body, num_images] | null",
                "{\"prompt\":\"a\",\"guidance_scale\":\"x\"} | float_type | [body, guidance_scale] | null",
                "{\"prompt\":\"a\",\"sync_mode\":1} | bool_type | [body, sync_mode] | null",
                "{\"prompt\":\"a\",\"loras\":{}} | list_type | [body, loras] | null",
                "{\"prompt\":\"a\",\"loras\":[{\"scale\":1}]} | missing | [body, loras, 0, path] | null",
            })
    void namesWhatIsWrongWithTheInput(String input, String type, String loc, String ctx) {
        WireResponse result = new Bench().run(input);

        assertThat(result.status()).isEqualTo(422);
        assertThat(result.headers().get("x-fal-billable-units")).contains("0");
        Map<String, @Nullable Object> item = Bench.firstItem(result);
        assertThat(item).containsEntry("type", type).containsKeys("msg", "input", "url");
        assertThat(item.get("loc")).hasToString(loc);
        assertThat(String.valueOf(item.get("ctx"))).isEqualTo(ctx);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"not json | json_invalid", "[1] | json_invalid", "'' | missing"})
    void aBodyThatIsNoObjectFailsLateToo(String body, String type) {
        Bench bench = new Bench();
        String id = bench.submit(body);
        bench.pass("PT1S");

        assertThat(bench.statusJson(id))
                .containsEntry("status", "COMPLETED")
                .containsEntry("error", "Invalid status code: 422");
        assertThat(bench.result(id).status()).isEqualTo(422);
        assertThat(Bench.firstItem(bench.result(id))).containsEntry("type", type);
    }

    @Test
    void aPathThatTheAppDoesNotHaveFailsLate() {
        Bench bench = new Bench();
        String id = Bench.text(Bench.json(bench.post(Bench.APP + "/upscale", "{}")), "request_id");
        WireResponse result = bench.pass("PT10S").result(id);

        assertThat(result.status()).isEqualTo(404);
        assertThat(Bench.body(result)).isEqualTo("{\"detail\":\"Path /upscale not found\"}");
        assertThat(result.headers().get("x-fal-billable-units")).contains("0");
        assertThat(result.headers().get("x-fal-request-id")).contains(id);
    }

    @Test
    void theOtherPathsWantAnImage() {
        Bench bench = new Bench();
        String without =
                Bench.text(Bench.json(bench.post(Bench.APP + "/inpainting", "{\"prompt\":\"a\"}")), "request_id");
        String with = Bench.text(
                Bench.json(
                        bench.post(Bench.APP + "/image-to-image", "{\"prompt\":\"a\",\"image_url\":\"https://x/y\"}")),
                "request_id");
        bench.pass("PT10S");

        assertThat(Bench.body(bench.result(without))).contains("image_url").contains("mask_url");
        assertThat(bench.result(with).status()).isEqualTo(200);
    }

    @Test
    void seedsAreRandomUnlessAskedFor() {
        Bench bench = new Bench();

        assertThat(Bench.json(bench.run("{\"prompt\":\"a\"}")).get("seed"))
                .isNotEqualTo(Bench.json(bench.run("{\"prompt\":\"a\",\"seed\":null}"))
                        .get("seed"));
    }

    @Test
    void aSeedThatWouldFillTheMemoryDoesNot() {
        assertThat(new Bench().run("{\"prompt\":\"a\",\"seed\":1E+2000000000}").status())
                .isIn(200, 422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/status", "", "/status/stream"})
    void isNotFoundUnderAnotherNameOrUnknown(String call) {
        Bench bench = new Bench(EmulatorConfig.builder().echoApps("acme/echo"));
        String id = bench.submit();

        for (WireResponse stranger : List.of(
                bench.get("/acme/echo/requests/" + id + call), bench.get(Bench.APP + "/requests/unknown" + call))) {
            assertThat(stranger.status()).isEqualTo(404);
            assertThat(Bench.body(stranger)).isEqualTo("{\"status\":\"NOT_FOUND\"}");
        }
    }

    @Test
    void expiresAfterAnHour() {
        Bench bench = new Bench();
        String id = bench.submit();
        bench.pass("PT4S");
        bench.pass("PT59M59S");
        assertThat(bench.result(id).status()).isEqualTo(200);

        bench.pass("PT1S");
        assertThat(bench.result(id).status()).isEqualTo(404);
        assertThat(bench.status(id).status()).isEqualTo(404);
        assertThat(bench.cancel(id).status()).isEqualTo(404);
    }

    @Test
    void expiresAfterSixMinutesIfItIsLarge() {
        Bench bench = new Bench();
        bench.queue().nextJob(JobScript.ordinary().withResult(200, "\"" + "x".repeat(10_238) + "\""));
        bench.queue().nextJob(JobScript.ordinary().withResult(200, "\"" + "x".repeat(10_237) + "\""));
        String large = bench.submit();
        String small = bench.submit();
        bench.pass("PT4S").pass("PT6M");

        assertThat(bench.result(large).status()).isEqualTo(404);
        assertThat(bench.result(small).status()).isEqualTo(200);
    }

    @Test
    void mayBeScripted() {
        Bench bench = new Bench();
        bench.queue()
                .nextJob(JobScript.ordinary()
                        .withResult(503, "{\"detail\":\"GPU error\"}")
                        .withResultHeader("x-fal-needs-retry", "1"));
        WireResponse result = bench.run("{\"prompt\":\"a\"}");

        assertThat(result.status()).isEqualTo(503);
        assertThat(result.headers().get("x-fal-needs-retry")).contains("1");
        assertThat(result.headers().get("x-fal-request-id")).isPresent();
    }
}
