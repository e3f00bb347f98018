package dev.falreactive.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.falreactive.Codec;
import dev.falreactive.FalException;
import dev.falreactive.Violation;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import dev.falreactive.fluxlora.GeneratedImage;
import dev.falreactive.fluxlora.ImageSize;
import dev.falreactive.fluxlora.LoraWeight;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** R02: a request out of any JSON is valid, or all its violations are named; a result out of any JSON can be read. */
@Fuzzed
class FluxLoraFuzzTest {

    @FuzzTest
    void request(byte[] input) {
        Map<String, @Nullable Object> fields;
        try {
            fields = Codec.map().read(input);
        } catch (IllegalArgumentException e) {
            return;
        }
        FluxLoraRequest request = FluxLoraRequest.ofJson(fields);
        read(request);
        List<Violation> violations = request.violations();
        Expect.that(FluxLora.TEXT_TO_IMAGE.check(request).equals(violations), () -> "two verdicts: " + violations);
        byte[] json = Codec.map().write(request.toJson());
        try {
            FluxLoraRequest again = FluxLoraRequest.fromJson(new String(json, UTF_8));
            Expect.that(violations.isEmpty(), () -> "accepted with " + violations);
            Expect.that(
                    Arrays.equals(Codec.map().write(again.toJson()), json),
                    () -> "does not come back: " + request.toJson());
        } catch (FalException.InvalidInput e) {
            Expect.that(
                    e.violations().equals(violations), () -> "refused for " + e.violations() + ", not " + violations);
            Expect.text(e);
        }
    }

    private static void read(FluxLoraRequest request) {
        request.prompt();
        request.imageSize().ifPresent(FluxLoraFuzzTest::read);
        request.numInferenceSteps();
        request.guidanceScale();
        request.numImages();
        request.seed();
        request.loras().forEach(LoraWeight::scale);
        request.syncMode();
        request.enableSafetyChecker();
        request.outputFormat();
        request.acceleration();
        Expect.that(request.toBuilder() != null, () -> "no builder");
    }

    @FuzzTest
    void result(byte[] input) {
        FluxLoraResult result;
        try {
            result = FluxLora.TEXT_TO_IMAGE.output().read(input);
        } catch (IllegalArgumentException e) {
            Expect.oneLine(String.valueOf(e.getMessage()));
            return;
        }
        result.timings();
        result.seed();
        result.hasNsfwConcepts();
        result.prompt();
        for (GeneratedImage image : result.images()) {
            Expect.that(
                    image.isInline()
                            == image.url().toLowerCase(java.util.Locale.ROOT).startsWith("data:"),
                    image::url);
            Expect.that(image.fileSize().orElse(0) >= 0, () -> "a size below zero: " + image.toJson());
            image.width();
            image.height();
            image.contentType();
            image.fileName();
        }
        Expect.that(
                result.toString().length() < 8192,
                () -> "a text of " + result.toString().length());
        byte[] json = FluxLora.TEXT_TO_IMAGE.output().write(result);
        FluxLoraResult again = FluxLora.TEXT_TO_IMAGE.output().read(json);
        Expect.that(
                Arrays.equals(FluxLora.TEXT_TO_IMAGE.output().write(again), json),
                () -> "does not come back: " + result);
    }

    @FuzzTest
    void imageSize(byte[] input) {
        read(ImageSize.parse(new String(input, UTF_8)));
    }

    private static void read(ImageSize size) {
        Expect.that(ImageSize.ofJson(size.toJson()).equals(size), () -> "does not come back: " + size);
        boolean pixels = size.width().isPresent() && size.height().isPresent();
        Expect.that(!pixels || size.name().isEmpty(), () -> "a name and pixels: " + size);
        if (pixels && size.width().getAsInt() >= 0 && size.height().getAsInt() >= 0) {
            ImageSize typed =
                    ImageSize.of(size.width().getAsInt(), size.height().getAsInt());
            Expect.that(size.toString().equals(typed.toString()), () -> "another text: " + size);
        }
    }
}
