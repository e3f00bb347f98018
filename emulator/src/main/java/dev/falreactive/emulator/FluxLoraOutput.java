package dev.falreactive.emulator;

import dev.falreactive.protocol.WireHeaders;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The model's output. */
final class FluxLoraOutput {

    static final WireHeaders HEADERS = WireHeaders.none().with(Headers.CONTENT_TYPE, Headers.JSON);

    private FluxLoraOutput() {}

    /** The output for pictures of one job, of which there is at least one. */
    static byte[] json(String prompt, List<PictureSpec> pictures, Duration runTime, Function<PictureSpec, String> url) {
        Map<String, @Nullable Object> output = output(prompt, pictures, url);
        output.put("timings", Fields.of("inference", seconds(runTime)));
        return Fields.write(output);
    }

    /** The output while it is made: nothing is said yet of how long it takes. */
    static byte[] partial(String prompt, PictureSpec picture, Function<PictureSpec, String> url) {
        return Fields.write(output(prompt, List.of(picture), url));
    }

    private static Map<String, @Nullable Object> output(
            String prompt, List<PictureSpec> pictures, Function<PictureSpec, String> url) {
        List<Map<String, @Nullable Object>> images = new ArrayList<>();
        List<Boolean> unsafe = new ArrayList<>();
        for (PictureSpec picture : pictures) {
            images.add(Fields.of(
                    "url", url.apply(picture),
                    "width", picture.width(),
                    "height", picture.height(),
                    "content_type", picture.format().contentType()));
            unsafe.add(false);
        }
        BigInteger seed = pictures.get(0).seed();
        return Fields.of(
                "images", images,
                "seed", seed,
                "has_nsfw_concepts", unsafe,
                "prompt", prompt);
    }

    /** Exact, without an exponent. */
    static BigDecimal seconds(Duration time) {
        return BigDecimal.valueOf(time.toMillis(), 3);
    }
}
