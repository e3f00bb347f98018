package dev.falreactive.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PromptFaultTest {

    private final FalEmulator emulator = FalEmulator.start(EmulatorConfig.builder()
            .echoApps("acme/echo")
            .queueTime(Duration.ZERO)
            .runTime(Duration.ZERO)
            .build());
    private final Caller caller = new Caller(emulator);

    @AfterEach
    void end() {
        emulator.close();
    }

    private static String input(String prompt) {
        Map<String, Object> size = Map.of("width", 64, "height", 64);
        return Texts.of(Fields.write(Fields.of("prompt", prompt, "image_size", size, "seed", 7)));
    }

    private HttpResponse<String> post(String prompt) throws IOException, InterruptedException {
        return caller.post(input(prompt));
    }

    private String submit(String prompt) throws IOException, InterruptedException {
        return Caller.id(post(prompt).body());
    }

    private int status(String id) throws IOException, InterruptedException {
        return caller.get(Caller.job(id) + "/status").statusCode();
    }

    private byte[] image(String id) throws IOException, InterruptedException {
        HttpRequest request =
                caller.request("/_emulator/images/" + id + "/0.jpeg").build();
        return caller.client()
                .send(request, HttpResponse.BodyHandlers.ofByteArray())
                .body();
    }

    @Test
    void aSubmitIsStruckAsOftenAsAskedAndThenLetThrough() throws Exception {
        String prompt = "a fox [fault submit:rate-limited(1s)*2]";

        assertThat(post(prompt).statusCode()).isEqualTo(429);
        assertThat(post("another [fault submit:rate-limited(1s)*2]").statusCode())
                .isEqualTo(429);
        assertThat(post(prompt).headers().firstValue("Retry-After")).contains("1");
        assertThat(post(prompt).statusCode()).isEqualTo(200);
        assertThat(post(prompt).statusCode()).isEqualTo(200);
        assertThat(post("a fox").statusCode()).isEqualTo(200);
    }

    @Test
    void severalFaultsOfASubmitStrikeOneAfterTheOther() throws Exception {
        String prompt = "[fault submit:edge-502][fault submit:accept-then-drop] a fox [fault status:edge-503]";

        assertThat(post(prompt).statusCode()).isEqualTo(502);
        assertThatThrownBy(() -> post(prompt)).isInstanceOf(IOException.class);
        LedgerEntry dropped = emulator.ledger().submits().get(1);
        assertThat(dropped.fault()).contains("accept-then-drop");
        String id = dropped.requestId().orElseThrow();
        assertThat(status(id)).isEqualTo(503);
        assertThat(status(id)).isEqualTo(200);
    }

    @Test
    void otherFaultsStrikeEachJobOfThePromptAndNoOther() throws Exception {
        String prompt = "a fox [fault status:edge-502*2] [fault result:edge-503] [fault media:edge-504]";
        String first = submit(prompt);
        String other = submit("a fox");
        String second = submit(prompt);

        assertThat(status(other)).isEqualTo(200);
        for (String id : new String[] {first, second}) {
            assertThat(status(id)).isEqualTo(502);
            assertThat(status(id)).isEqualTo(502);
            assertThat(status(id)).isEqualTo(200);
            assertThat(caller.get(Caller.job(id)).statusCode()).isEqualTo(503);
            assertThat(caller.get(Caller.job(id)).statusCode()).isEqualTo(200);
            assertThat(image(id)).startsWith(Texts.bytes("<html>"));
            assertThat(image(id)).startsWith((byte) 0xff, (byte) 0xd8);
        }
        assertThat(caller.get(Caller.job(other)).statusCode()).isEqualTo(200);
    }

    @Test
    void faultsOfAJobsLifeStrikeEachJobOfThePrompt() throws Exception {
        String prompt = "[fault submit:rate-limited][fault submit:stored-failure(422)] a fox";

        assertThat(post(prompt).statusCode()).isEqualTo(429);
        for (int i = 0; i < 2; i++) {
            assertThat(caller.get(Caller.job(submit(prompt))).statusCode()).isEqualTo(422);
        }
        assertThat(emulator.ledger().submits())
                .extracting(entry -> entry.fault().orElse(""))
                .containsExactly("stored-failure+rate-limited", "stored-failure", "stored-failure");
        assertThat(caller.get(Caller.job(submit("a fox"))).statusCode()).isEqualTo(200);
    }

    @Test
    void thePromptsOfOtherModelsCountToo() throws Exception {
        HttpRequest request = caller.request("/acme/echo")
                .POST(HttpRequest.BodyPublishers.ofString("{\"node\":{\"prompt\":\"[fault submit:edge-502]\"}}"))
                .build();

        HttpResponse.BodyHandler<String> text = HttpResponse.BodyHandlers.ofString();
        assertThat(caller.client().send(request, text).statusCode()).isEqualTo(502);
        assertThat(caller.client().send(request, text).statusCode()).isEqualTo(200);
    }

    @Test
    void aRuleThatMakesNoSenseIsExplainedAndMakesNoJob() throws Exception {
        HttpResponse<String> answer = post("a fox [fault status:nothing]");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("{\"detail\":\"'status:nothing' is no fault rule: there is no fault 'nothing'; there are: ")
                .contains("\"error_type\":\"bad_request\"");
        LedgerEntry entry = emulator.ledger().submits().get(0);
        assertThat(entry.status()).isEqualTo(400);
        assertThat(entry.requestId()).isEmpty();
        assertThat(entry.fault()).isEmpty();
    }

    @Test
    void thePictureIsThatOfThePromptWithoutTheRule() throws Exception {
        String plain = submit("a fox in snow");
        String struck = submit("a fox [fault status:edge-502] in snow");
        String other = submit("a fox in rain");

        assertThat(image(struck)).isEqualTo(image(plain)).isNotEqualTo(image(other));
        assertThat(caller.get(Caller.job(struck)).body())
                .contains("\"prompt\":\"a fox [fault status:edge-502] in snow\"");
    }

    @Test
    void rulesCanBeTurnedOff() throws Exception {
        try (FalEmulator deaf =
                FalEmulator.start(EmulatorConfig.builder().promptFaults(false).build())) {
            Caller other = new Caller(deaf);

            assertThat(other.post(input("[fault submit:edge-502]")).statusCode())
                    .isEqualTo(200);
            assertThat(other.post(input("[fault nonsense]")).statusCode()).isEqualTo(200);
            assertThat(deaf.ledger().submits())
                    .allSatisfy(entry -> assertThat(entry.fault()).isEmpty());
        }
    }
}
