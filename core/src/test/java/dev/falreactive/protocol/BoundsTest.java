package dev.falreactive.protocol;

import static dev.falreactive.protocol.Wire.answer;
import static dev.falreactive.protocol.Wire.failure;
import static dev.falreactive.protocol.Wire.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.falreactive.Endpoint;
import dev.falreactive.FalException;
import dev.falreactive.FalException.JobFailed;
import dev.falreactive.FalException.SubmitOutcomeUnknown;
import dev.falreactive.FalException.Unreadable;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import dev.falreactive.StatusUpdate.Phase;
import dev.falreactive.SubmitOptions;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R14: whatever a server sends costs work and memory in proportion to its size, and its errors stay short. */
@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class BoundsTest {

    private static final Exchange<QueueTicket> SUBMIT =
            Wire.FAL.submit(Endpoint.json("fal-ai/flux-lora"), Map.of(), SubmitOptions.defaults());
    private static final Exchange<StatusUpdate> STATUS = Wire.FAL.status(Wire.TICKET, true);

    private static StatusUpdate status(String json) {
        return success(STATUS.decode(answer(200, json)));
    }

    private static FluxLoraResult result(String json) {
        return success(Wire.FAL
                        .result(FluxLora.TEXT_TO_IMAGE, Wire.TICKET, true)
                        .decode(answer(200, json)))
                .output();
    }

    private static FalException failed(int code, String body) {
        return failure(Wire.FAL
                        .result(FluxLora.TEXT_TO_IMAGE, Wire.TICKET, true)
                        .decode(answer(code, body)))
                .error();
    }

    @Test
    void nestingIsReadToADepthOf200() {
        String inside = "{\"status\":\"COMPLETED\",\"metrics\":{\"a\":%s}}";

        assertThat(status(inside.formatted("[".repeat(198) + "]".repeat(198))).phase())
                .isEqualTo(Phase.COMPLETED);
        assertThat(failure(STATUS.decode(answer(200, inside.formatted("[".repeat(199) + "]".repeat(199)))))
                        .error())
                .isInstanceOf(Unreadable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "-%s", "0.%s", "%s.5", "1e%s", "%se9", "0.%se-9"})
    void aNumberOfAMillionDigitsIsRefusedAtOnce(String form) {
        String number = form.formatted("7".repeat(1_000_000));

        assertThat(failure(SUBMIT.decode(answer(200, "{\"request_id\":" + number + "}")))
                        .error())
                .isInstanceOf(SubmitOutcomeUnknown.class)
                .satisfies(BoundsTest::isShort);
        assertThat(failure(STATUS.decode(answer(200, "{\"status\":\"IN_QUEUE\",\"queue_position\":" + number + "}")))
                        .error())
                .isInstanceOf(Unreadable.class)
                .satisfies(BoundsTest::isShort);
        assertThat(failed(200, "{\"images\":[],\"seed\":" + number + "}")).satisfies(BoundsTest::isShort);
        assertThatThrownBy(() -> FluxLoraRequest.fromJson("{\"prompt\":\"x\",\"seed\":" + number + "}"))
                .isInstanceOf(FalException.InvalidInput.class);
        assertThatThrownBy(() -> QueueTicket.fromJson("{\"v\":" + number + "}"))
                .isInstanceOf(FalException.InvalidInput.class);
    }

    @Test
    void aNumberOfAThousandDigitsIsKept() {
        String seed = "7".repeat(1_000);

        assertThat(result("{\"images\":[],\"seed\":" + seed + "}").seed().orElseThrow())
                .hasToString(seed);
    }

    @Test
    void aNameIsReadToFiftyThousandCharacters() {
        assertThat(status("{\"status\":\"IN_PROGRESS\",\"" + "n".repeat(50_000) + "\":1}")
                        .phase())
                .isEqualTo(Phase.IN_PROGRESS);
        assertThat(failure(STATUS.decode(answer(200, "{\"status\":\"x\",\"" + "n".repeat(50_001) + "\":1}")))
                        .error())
                .isInstanceOf(Unreadable.class);
    }

    @Test
    void manyFieldsAreRead() {
        String fields = IntStream.range(0, 100_000)
                .mapToObj(i -> "\"field" + i + "\":" + i)
                .collect(Collectors.joining(","));

        assertThat(status("{" + fields + ",\"status\":\"IN_PROGRESS\"}").phase())
                .isEqualTo(Phase.IN_PROGRESS);
        assertThat(failed(500, "{" + fields + "}")).satisfies(BoundsTest::isShort);
        assertThat(failed(422, "{\"detail\":{" + fields + "}}")).satisfies(BoundsTest::isShort);
    }

    /** Names that the hash function of Java cannot tell apart. */
    @Test
    void namesThatCollideAreRead() {
        String fields = IntStream.range(0, 1 << 15)
                .mapToObj(i -> IntStream.range(0, 15)
                        .mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "BB")
                        .collect(Collectors.joining("", "\"", "\":1")))
                .collect(Collectors.joining(","));

        assertThat(status("{" + fields + ",\"status\":\"IN_PROGRESS\"}").phase())
                .isEqualTo(Phase.IN_PROGRESS);
    }

    @Test
    void ofANameThatStandsTwiceTheLastCounts() {
        assertThat(status("{\"status\":\"COMPLETED\",\"status\":\"IN_PROGRESS\"}")
                        .phase())
                .isEqualTo(Phase.IN_PROGRESS);
        assertThat(success(SUBMIT.decode(answer(200, "{\"request_id\":\"a\",\"request_id\":\"b\"}")))
                        .requestId())
                .isEqualTo("b");
        assertThat(status("{" + "\"status\":\"ERROR\",".repeat(100_000) + "\"status\":\"IN_PROGRESS\"}")
                        .phase())
                .isEqualTo(Phase.IN_PROGRESS);
    }

    @Test
    void aHundredThousandLogLinesAreToldOnce() {
        String lines = IntStream.range(0, 100_000)
                .mapToObj(i -> "{\"message\":\"step " + i + "\",\"timestamp\":\"t\"}")
                .collect(Collectors.joining(","));
        String json = "{\"status\":\"IN_PROGRESS\",\"logs\":[" + lines + "%s]}";
        LogWindow window = new LogWindow();

        StatusUpdate first = window.newLinesOf(status(json.formatted("")));
        StatusUpdate again = window.newLinesOf(status(json.formatted("")));
        StatusUpdate oneMore = window.newLinesOf(status(json.formatted(",\"last\"")));

        assertThat(first.logs()).hasSize(100_000);
        assertThat(again.logs()).isEmpty();
        assertThat(oneMore.logs())
                .singleElement()
                .satisfies(line -> assertThat(line.message()).isEqualTo("last"));
    }

    @Test
    void aHundredThousandEqualLogLinesAreToldAsOftenAsTheyStand() {
        String json = "{\"status\":\"IN_PROGRESS\",\"logs\":[" + "\"tick\",".repeat(100_000) + "\"tick\"]}";
        LogWindow window = new LogWindow();

        assertThat(window.newLinesOf(status(json)).logs()).hasSize(100_001);
        assertThat(window.newLinesOf(status(json)).logs()).isEmpty();
    }

    @Test
    void anInlineImageOf12MegabytesIsRead() {
        String uri = "data:image/png;base64," + Base64.getEncoder().encodeToString(new byte[9 * 1024 * 1024]);

        FluxLoraResult result = result("{\"images\":[{\"url\":\"" + uri + "\",\"width\":1024}],\"seed\":1}");

        assertThat(uri).hasSizeGreaterThan(12 * 1024 * 1024);
        assertThat(result.images()).singleElement().satisfies(image -> {
            assertThat(image.isInline()).isTrue();
            assertThat(image.url()).isEqualTo(uri);
        });
        assertThat(result.toString()).hasSizeLessThan(400);
    }

    @Test
    void fiveThousandImagesAreReadAndPrintShortly() {
        String images = IntStream.range(0, 5_000)
                .mapToObj(i -> "{\"url\":\"https://v3.fal.media/files/" + i + ".png\",\"width\":" + i + "}")
                .collect(Collectors.joining(","));

        FluxLoraResult result =
                result("{\"images\":[" + images + "],\"has_nsfw_concepts\":[" + "false,".repeat(4_999) + "true]}");

        assertThat(result.images()).hasSize(5_000);
        assertThat(result.images().get(4_999).width()).hasValue(4_999);
        assertThat(result.hasNsfwConcepts()).hasSize(5_000).endsWith(true);
        assertThat(result.toString()).contains("5000 in all").hasSizeLessThan(1_200);
    }

    @Test
    void everyPartOfAFailureMayBeHugeAndItsMessageIsShort() {
        String huge = "x".repeat(300_000);
        String locs = IntStream.range(0, 100_000).mapToObj(String::valueOf).collect(Collectors.joining(","));
        for (String body : List.of(
                "{\"detail\":\"" + huge + "\",\"error_type\":\"" + huge + "\"}",
                "{\"detail\":[{\"loc\":[\"" + huge + "\"],\"msg\":\"" + huge + "\",\"type\":\"" + huge + "\"}]}",
                "{\"detail\":[{\"loc\":[" + locs + "],\"msg\":\"m\",\"type\":\"t\",\"ctx\":{\"" + "k".repeat(40_000)
                        + "\":\"" + huge + "\"}}]}",
                "{\"error\":{\"message\":\"" + huge + "\",\"type\":\"" + huge + "\"}}",
                "{\"detail\":[" + "\"m\",".repeat(100_000) + "\"m\"]}",
                "{\"detail\":" + "[".repeat(150) + "\"" + huge + "\"" + "]".repeat(150) + "}")) {
            for (int code : new int[] {400, 404, 422, 500}) {
                FalException error = failed(code, body);

                assertThat(error).satisfies(BoundsTest::isShort);
                if (error instanceof JobFailed failed) {
                    assertThat(failed.failure().fieldErrors()).hasSizeLessThanOrEqualTo(100);
                    assertThat(failed.failure().detail()).hasSizeLessThanOrEqualTo(64 * 1024);
                }
            }
        }
    }

    private static void isShort(Throwable error) {
        assertThat(error.getMessage()).hasSizeLessThan(3_500).doesNotContain("\n");
        assertThat(((FalException) error).bodySnippet()).hasSizeLessThanOrEqualTo(500);
    }
}
