package dev.falreactive.emulator;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pixels behind {@code image_size}. */
final class PictureSizes {

    /** In pixels. */
    record Size(int width, int height) {}

    private static final Size DEFAULT = new Size(1024, 768);
    private static final int DEFAULT_SIDE = 512;
    private static final Map<String, Size> NAMED = Map.of(
            "square_hd", new Size(1024, 1024),
            "square", new Size(512, 512),
            "portrait_4_3", new Size(768, 1024),
            "portrait_16_9", new Size(576, 1024),
            "landscape_4_3", DEFAULT,
            "landscape_16_9", new Size(1024, 576));

    private PictureSizes() {}

    /** The size of a value that the schema has accepted; null for a value that is not there. */
    static Size of(@Nullable Object imageSize) {
        if (imageSize instanceof Map<?, ?> map) {
            return new Size(side(map.get("width")), side(map.get("height")));
        }
        return NAMED.getOrDefault(String.valueOf(imageSize), DEFAULT);
    }

    private static int side(@Nullable Object pixels) {
        return pixels instanceof Number number ? number.intValue() : DEFAULT_SIDE;
    }
}
