package dev.falreactive.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.protocol.WireResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LinksTest {

    @Test
    void aPrefixHoldsEverything() {
        Bench bench = new Bench(EmulatorConfig.builder().pathPrefix("/fal/"));

        assertThat(bench.post(Bench.APP, "{}").status()).isEqualTo(404);
        Map<String, @Nullable Object> ticket = Bench.json(bench.post("/fal" + Bench.APP, "{\"prompt\":\"a\"}"));
        String url = Bench.text(ticket, "response_url");
        assertThat(url).startsWith("http://127.0.0.1:8787/fal/fal-ai/flux-lora/requests/");
        bench.pass("PT10S");
        WireResponse result = bench.get(url.substring("http://127.0.0.1:8787".length()));
        assertThat(Bench.text(Bench.images(result).get(0), "url"))
                .startsWith("http://127.0.0.1:8787/fal/_emulator/images/");
    }

    @Test
    void aRelayNamesTheOriginOfFal() {
        Bench bench = new Bench(EmulatorConfig.builder()
                .namedOrigin("https://queue.fal.run")
                .pathPrefix("/fal")
                .omitCancelUrl(true));

        Map<String, @Nullable Object> ticket = Bench.json(bench.post("/fal" + Bench.APP, "{}"));
        assertThat(Bench.text(ticket, "status_url")).startsWith("https://queue.fal.run/fal-ai/flux-lora/requests/");
        assertThat(ticket).doesNotContainKey("cancel_url");
    }

    @Test
    void aPublicUrlStandsForTheAddress() {
        Bench bench = new Bench(EmulatorConfig.builder().publicUrl("https://fal.example:444/"));
        String id = bench.submit();
        bench.pass("PT10S");

        assertThat(Bench.text(bench.statusJson(id), "status_url")).startsWith("https://fal.example:444/fal-ai/");
        assertThat(Bench.text(Bench.images(bench.result(id)).get(0), "url"))
                .isEqualTo("https://fal.example:444/_emulator/images/" + id + "/0.jpeg");
    }
}
