package dev.falreactive.samples.quickstart;

import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.ImageSize;
import dev.falreactive.fluxlora.LoraWeight;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that describe the image. Their ranges and words are the model's schema's business, not the parser's. */
final class InputOptions {

    @Option(names = "--image-size", paramLabel = "NAME|WxH", description = "landscape_4_3, square_hd, ... or 640x480")
    private @Nullable String imageSize;

    @Option(names = "--steps", paramLabel = "N", description = "denoising steps")
    private @Nullable Integer steps;

    @Option(names = "--guidance-scale", paramLabel = "X", description = "how closely to follow the prompt")
    private @Nullable BigDecimal guidanceScale;

    @Option(names = "--num-images", paramLabel = "N", description = "how many images")
    private @Nullable Integer numImages;

    @Option(names = "--safety-checker", negatable = true, description = "check images for unsafe content")
    private @Nullable Boolean safetyChecker;

    @Option(names = "--output-format", paramLabel = "jpeg|png", description = "file format")
    private @Nullable String outputFormat;

    @Option(names = "--seed", paramLabel = "N", description = "the same seed and prompt give the same image")
    private @Nullable BigInteger seed;

    @Option(names = "--lora", paramLabel = "PATH[@SCALE]", description = "LoRA weights; repeatable")
    private List<String> loras = List.of();

    @Option(names = "--acceleration", paramLabel = "none|regular", description = "quality for speed")
    private @Nullable String acceleration;

    FluxLoraRequest request(String prompt) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("prompt", prompt);
        put(
                fields,
                "image_size",
                imageSize == null ? null : ImageSize.parse(imageSize).toJson());
        put(fields, "num_inference_steps", steps);
        put(fields, "guidance_scale", guidanceScale);
        put(fields, "num_images", numImages);
        put(fields, "enable_safety_checker", safetyChecker);
        put(fields, "output_format", outputFormat);
        put(fields, "seed", seed);
        put(
                fields,
                "loras",
                loras.isEmpty() ? null : loras.stream().map(InputOptions::lora).toList());
        put(fields, "acceleration", acceleration);
        return FluxLoraRequest.ofJson(fields);
    }

    private static void put(Map<String, @Nullable Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    /** What follows the last @ is the scale if it is a number; a path may hold an @ of its own. */
    private static Map<String, @Nullable Object> lora(String text) {
        int at = text.lastIndexOf('@');
        if (at > 0 && text.substring(at + 1).matches("-?\\d+(\\.\\d+)?")) {
            return LoraWeight.of(text.substring(0, at), Double.parseDouble(text.substring(at + 1)))
                    .toJson();
        }
        return LoraWeight.of(text).toJson();
    }
}
