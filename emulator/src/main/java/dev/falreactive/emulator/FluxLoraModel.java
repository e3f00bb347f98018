package dev.falreactive.emulator;

import dev.falreactive.Codec;
import dev.falreactive.InputSchema;
import dev.falreactive.Violation;
import dev.falreactive.fluxlora.FluxLora;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code fal-ai/flux-lora} and its paths: checks the input, and answers with images that are drawn when they are read. */
final class FluxLoraModel implements Model {

    private static final Map<String, List<String>> REQUIRED_BY_PATH = Map.of(
            "", List.of(), "image-to-image", List.of("image_url"), "inpainting", List.of("image_url", "mask_url"));
    private static final int STEP_LINES = 7;
    private static final int MAX_SEED_DIGITS = 1000;

    private final InputSchema schema = FluxLora.inputSchema();
    private final boolean promptFaults;

    /** Fault rules in a prompt are not drawn, if they are heeded. */
    FluxLoraModel(boolean promptFaults) {
        this.promptFaults = promptFaults;
    }

    @Override
    public Outcome run(RunInput input) {
        List<String> required = REQUIRED_BY_PATH.get(input.path());
        if (required == null) {
            return Outcome.refused(StoredAnswer.json(404, Fields.of("detail", "Path /" + input.path() + " not found"))
                    .with(Headers.BILLABLE_UNITS, "0"));
        }
        Map<String, @Nullable Object> fields;
        try {
            fields = Codec.map().read(input.body());
        } catch (IllegalArgumentException e) {
            return Outcome.refused(InputErrors.unreadable(input.body()));
        }
        List<Map<String, @Nullable Object>> problems = problems(fields, required);
        return problems.isEmpty() ? outcome(input, fields) : Outcome.refused(InputErrors.answer(problems));
    }

    private List<Map<String, @Nullable Object>> problems(Map<String, @Nullable Object> fields, List<String> required) {
        List<Violation> violations = schema.check(Fields.write(fields));
        List<Map<String, @Nullable Object>> problems = new ArrayList<>(InputErrors.items(violations, schema, fields));
        for (String field : required) {
            if (!fields.containsKey(field)) {
                problems.add(InputErrors.missing(field, fields));
            }
        }
        return problems;
    }

    private Outcome outcome(RunInput input, Map<String, @Nullable Object> fields) {
        List<PictureSpec> pictures = pictures(input, fields);
        String prompt = prompt(fields);
        boolean inline = Boolean.TRUE.equals(fields.get("sync_mode"));
        StoredAnswer answer = inline
                ? StoredAnswer.drawn(
                        gallery -> FluxLoraOutput.json(prompt, pictures, input.runTime(), gallery::dataUri))
                : StoredAnswer.of(
                        200,
                        FluxLoraOutput.HEADERS,
                        FluxLoraOutput.json(prompt, pictures, input.runTime(), picture -> url(input, picture)));
        return new Outcome(
                answer.with(Headers.BILLABLE_UNITS, megapixels(pictures)),
                log(integer(fields.get("num_inference_steps"), 28), pictures.size()),
                inline ? List.of() : pictures,
                false);
    }

    private List<PictureSpec> pictures(RunInput input, Map<String, @Nullable Object> fields) {
        PictureSizes.Size size = PictureSizes.of(fields.get("image_size"));
        String drawn = promptFaults ? PromptRules.strip(prompt(fields)) : prompt(fields);
        BigInteger seed = seed(fields.get("seed"))
                .orElseGet(() -> BigInteger.valueOf(input.randomSeed().get()));
        PictureFormat format = PictureFormat.named(String.valueOf(fields.get("output_format")));
        List<PictureSpec> pictures = new ArrayList<>();
        for (int i = 0; i < integer(fields.get("num_images"), 1); i++) {
            pictures.add(new PictureSpec(drawn, seed, i, size.width(), size.height(), format));
        }
        return List.copyOf(pictures);
    }

    private static String prompt(Map<String, @Nullable Object> fields) {
        return String.valueOf(fields.get("prompt"));
    }

    // A seed such as 1E+2000000000 is an integer to the schema, and gigabytes to BigInteger.
    private static Optional<BigInteger> seed(@Nullable Object value) {
        if (!(value instanceof Number number)) {
            return Optional.empty();
        }
        BigDecimal seed = new BigDecimal(number.toString());
        return seed.precision() - seed.scale() > MAX_SEED_DIGITS ? Optional.empty() : Optional.of(seed.toBigInteger());
    }

    private static String url(RunInput input, PictureSpec picture) {
        return input.mediaBase() + "/_emulator/images/" + input.requestId() + "/" + picture.index() + "."
                + picture.format().word();
    }

    private static List<String> log(int steps, int images) {
        List<String> lines = new ArrayList<>(List.of("Loading model"));
        int stride = Math.max(1, (steps + STEP_LINES - 1) / STEP_LINES);
        for (int step = stride; step < steps + stride; step += stride) {
            lines.add("Step " + Math.min(step, steps) + "/" + steps);
        }
        for (int i = 1; i <= images; i++) {
            lines.add("Encoding image " + i + "/" + images);
        }
        return List.copyOf(lines);
    }

    /** Integers without a fraction, else with 8 decimals. */
    static String megapixels(List<PictureSpec> pictures) {
        BigDecimal area = BigDecimal.valueOf(
                pictures.stream().mapToLong(PictureSpec::area).sum());
        BigDecimal units = area.movePointLeft(6);
        return units.stripTrailingZeros().scale() <= 0
                ? units.toBigInteger().toString()
                : units.setScale(8, RoundingMode.HALF_UP).toPlainString();
    }

    private static int integer(@Nullable Object value, int otherwise) {
        return value instanceof Number number ? number.intValue() : otherwise;
    }
}
