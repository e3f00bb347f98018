package dev.falreactive.fluxlora;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.Mappers;
import dev.falreactive.QueueTicket;
import dev.falreactive.SubmitOptions;
import dev.falreactive.protocol.Exchange;
import dev.falreactive.protocol.HttpMethod;
import dev.falreactive.protocol.Wire;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The document that the product was asked for from: its own examples, sent and read. */
class SourceDocumentTest {

    private static final String REQUEST_ID = "07e0be22-3380-4699-a377-48729443435c";

    private static final FluxLoraRequest EXAMPLE = FluxLoraRequest.builder(
                    "Extreme close-up of a single tiger eye, direct frontal view. Detailed iris and pupil. Sharp focus"
                            + " on eye texture and color. Natural lighting to capture authentic eye shine and depth."
                            + " The word \"FLUX\" is painted over it in big, white brush strokes with visible texture.")
            .imageSize(ImageSize.LANDSCAPE_4_3)
            .numInferenceSteps(28)
            .guidanceScale(3.5)
            .numImages(1)
            .enableSafetyChecker(true)
            .outputFormat(OutputFormat.JPEG)
            .build();

    private static Exchange<QueueTicket> submit() {
        return Wire.FAL.submit(FluxLora.TEXT_TO_IMAGE, EXAMPLE, SubmitOptions.defaults());
    }

    private static QueueTicket ticket() {
        return Wire.success(submit().decode(Wire.answer(200, Wire.fixture("POST_submit_source-document.json"))));
    }

    @Test
    void theRequestExampleIsSentFieldByField() {
        String body = new String(submit().request().body(), StandardCharsets.UTF_8);

        assertThat(Wire.json(body)).isEqualTo(Wire.json(Wire.fixture("POST_submit_source-document.request.json")));
    }

    @Test
    void theRequestGoesToThePathOfTheDocument() {
        assertThat(submit().request().method()).isEqualTo(HttpMethod.POST);
        assertThat(submit().request().uri()).hasToString("https://queue.fal.run/fal-ai/flux-lora");
        assertThat(submit().request().headers().get("content-type")).contains("application/json");
        assertThat(submit().request().headers().get("authorization")).isEmpty();
    }

    @Test
    void theRequestExampleIsReadFromJson() {
        assertThat(FluxLoraRequest.fromJson(Wire.fixture("POST_submit_source-document.request.json"))
                        .toJson())
                .usingRecursiveComparison()
                .withComparatorForType((a, b) -> Double.compare(a.doubleValue(), b.doubleValue()), Number.class)
                .isEqualTo(Wire.json(new String(submit().request().body(), StandardCharsets.UTF_8)));
    }

    @Test
    void theResponseExampleIsATicket() {
        QueueTicket ticket = ticket();

        assertThat(ticket.requestId()).isEqualTo(REQUEST_ID);
        assertThat(ticket.endpoint()).isEqualTo(FluxLora.ID);
        assertThat(ticket.resultPath()).isEqualTo("/fal-ai/flux-lora/requests/" + REQUEST_ID);
        assertThat(ticket.statusPath()).isEqualTo("/fal-ai/flux-lora/requests/" + REQUEST_ID + "/status");
        assertThat(ticket.cancelPath()).isEqualTo("/fal-ai/flux-lora/requests/" + REQUEST_ID + "/cancel");
        assertThat(ticket.submittedAt()).isEqualTo(Wire.NOW);
    }

    @Test
    void R15_theTicketSurvivesAsOneLineOfText() {
        String line = ticket().toJson();

        assertThat(line).doesNotContain("\n").doesNotContain("queue.fal.run");
        assertThat(QueueTicket.fromJson(line)).isEqualTo(ticket());
    }

    @ParameterizedTest
    @MethodSource("dev.falreactive.Mappers#both")
    void R15_theTicketSurvivesPlainMappers(Mappers mappers) {
        assertThat(mappers.read(mappers.write(ticket()), QueueTicket.class)).isEqualTo(ticket());
        assertThat(QueueTicket.fromJson(mappers.write(ticket()))).isEqualTo(ticket());
        assertThat(mappers.read(ticket().toJson(), QueueTicket.class)).isEqualTo(ticket());
    }

    public record Order(String customer, QueueTicket ticket, Map<String, QueueTicket> retries) {}

    @ParameterizedTest
    @MethodSource("dev.falreactive.Mappers#both")
    void R15_theTicketSurvivesInsideRecordsAndMaps(Mappers mappers) {
        Order order = new Order("someone", ticket(), Map.of("first", ticket()));

        assertThat(mappers.read(mappers.write(order), Order.class)).isEqualTo(order);
    }
}
