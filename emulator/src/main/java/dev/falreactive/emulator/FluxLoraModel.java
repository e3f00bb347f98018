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

    private static final Map<String, InputSchema> SCHEMAS = Map.of(
            "",
            FluxLora.inputSchema(),
            "image-to-image",
            FluxLora.imageToImageSchema(),
            "inpainting",
            FluxLora.inpaintingSchema());

    /** In pixels: how a picture gets sharp. */
    private static final List<Integer> GRAINS = List.of(48, 20, 8, 3);

    private static final double STRENGTH = 0.85;
    private static final int STEP_LINES = 7;
    private static final int MAX_SEED_DIGITS = 1000;

    private final boolean promptFaults;

    /** Fault rules in a prompt are not drawn, if they are heeded. */
    FluxLoraModel(boolean promptFaults) {
        this.promptFaults = promptFaults;
    }

    @Override
    public Outcome run(RunInput input) {
        InputSchema schema = SCHEMAS.get(input.path());
        if (schema == null) {
            return Outcome.refused(StoredAnswer.json(404, Fields.of("detail", "Path /" + input.path() + " not found"))
                    .with(Headers.BILLABLE_UNITS, "0"));
        }
        Map<String, @Nullable Object> fields;
        try {
            fields = Codec.map().read(input.body());
        } catch (IllegalArgumentException e) {
            return Outcome.refused(InputErrors.unreadable(input.body()));
        }
        List<Violation> violations = schema.check(Fields.write(fields));
        if (!violations.isEmpty()) {
            return Outcome.refused(InputErrors.answer(InputErrors.items(violations, schema, fields)));
        }
        Optional<Original> image;
        Optional<Original> mask;
        try {
            image = original(input, fields, "image_url");
            mask = original(input, fields, "mask_url");
        } catch (UnusableImage e) {
            return Outcome.refused(e.answer());
        }
        return outcome(
                input, fields, image.map(from -> new Remake(from, mask, number(fields.get("strength"), STRENGTH))));
    }

    private static Optional<Original> original(RunInput input, Map<String, @Nullable Object> fields, String field)
            throws UnusableImage {
        if (input.path().isEmpty() || !(fields.get(field) instanceof String url)) {
            return Optional.empty();
        }
        try {
            return Optional.of(input.images().at(url));
        } catch (InputImages.BadImage e) {
            throw new UnusableImage(StoredAnswer.json(
                            422,
                            Fields.of(
                                    "detail",
                                    List.of(Fields.of(
                                            "loc", List.of("body", field),
                                            "msg", e.getMessage(),
                                            "type", e.type(),
                                            "url", "https://docs.fal.ai/errors#" + e.type(),
                                            "input", url.substring(0, Math.min(url.length(), 100))))))
                    .with(Headers.BILLABLE_UNITS, "0"));
        }
    }

    /** An input whose image is none. */
    private static final class UnusableImage extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient StoredAnswer answer;

        UnusableImage(StoredAnswer answer) {
            super("unusable image", null, false, false);
            this.answer = answer;
        }

        StoredAnswer answer() {
            return answer;
        }
    }

    private Outcome outcome(RunInput input, Map<String, @Nullable Object> fields, Optional<Remake> remake) {
        List<PictureSpec> pictures = pictures(input, fields, remake);
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
                false,
                input.streamed() ? partial(prompt, pictures.get(0)) : List.of());
    }

    /** What is not finished is kept nowhere, so it comes inside its event. */
    private static List<Document> partial(String prompt, PictureSpec picture) {
        return GRAINS.stream()
                .<Document>map(
                        grain -> gallery -> FluxLoraOutput.partial(prompt, picture.coarse(grain), gallery::dataUri))
                .toList();
    }

    private List<PictureSpec> pictures(RunInput input, Map<String, @Nullable Object> fields, Optional<Remake> remake) {
        // Only image-to-image has no size of its own.
        PictureSizes.Size size = remake.filter(from -> from.mask().isEmpty() && !fields.containsKey("image_size"))
                .map(from -> from.image().size())
                .orElseGet(() -> PictureSizes.of(fields.get("image_size")));
        String drawn = promptFaults ? PromptRules.strip(prompt(fields)) : prompt(fields);
        BigInteger seed = seed(fields.get("seed"))
                .orElseGet(() -> BigInteger.valueOf(input.randomSeed().get()));
        PictureFormat format = PictureFormat.named(String.valueOf(fields.get("output_format")));
        List<PictureSpec> pictures = new ArrayList<>();
        for (int i = 0; i < (input.streamed() ? 1 : integer(fields.get("num_images"), 1)); i++) {
            PictureSpec picture = new PictureSpec(drawn, seed, i, size.width(), size.height(), format);
            pictures.add(remake.map(picture::of).orElse(picture));
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

    private static double number(@Nullable Object value, double otherwise) {
        return value instanceof Number number ? number.doubleValue() : otherwise;
    }

    private static int integer(@Nullable Object value, int otherwise) {
        return value instanceof Number number ? number.intValue() : otherwise;
    }
}
