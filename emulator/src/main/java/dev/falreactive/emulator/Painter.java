package dev.falreactive.emulator;

import java.awt.image.BufferedImage;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Paints the picture of a prompt, a seed and an index: the same one each time. */
final class Painter {

    /** Larger pictures are painted at this size and enlarged: their details would not get finer. */
    private static final long MAX_CANVAS = 1_100_000;

    private static final List<Style> STYLES =
            List.of(new SilkStyle(), new IrisStyle(), new RidgeStyle(), new RibbonStyle());

    private final Caption caption = new Caption();

    /** What a picture begins with, in its size. */
    record Originals(BufferedImage image, Optional<BufferedImage> mask) {}

    BufferedImage paint(PictureSpec spec, Optional<Originals> originals) {
        BufferedImage image = painted(spec);
        originals.ifPresent(from -> Remaker.remake(
                image, from.image(), spec.remake().map(Remake::strength).orElse(1.0)));
        caption.write(image, spec.prompt());
        originals.ifPresent(from -> from.mask().ifPresent(mask -> Remaker.keep(image, from.image(), mask)));
        return spec.grain() == 1 ? image : Remaker.coarse(image, spec.grain());
    }

    /** Without words. */
    BufferedImage painted(PictureSpec spec) {
        SplittableRandom random = new SplittableRandom(hash(spec.prompt(), spec.seed(), spec.index()));
        Palette palette = new Palette(random.split());
        Noise noise = new Noise(random.split());
        Style style = STYLES.get(random.nextInt(STYLES.size()));
        double scale = Math.min(1, Math.sqrt((double) MAX_CANVAS / spec.area()));
        Canvas canvas = new Canvas(side(spec.width(), scale), side(spec.height(), scale));
        style.paint(canvas, palette, noise, random.split());
        return Finish.develop(canvas, spec.width(), spec.height());
    }

    // The bound holds also for a picture that is very long and one pixel high.
    private static int side(int pixels, double scale) {
        return Math.max(1, (int) Math.min(MAX_CANVAS / 64, Math.round(pixels * scale)));
    }

    private static long hash(String prompt, BigInteger seed, int index) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((seed + "/" + index + "/" + prompt).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest.digest()).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-256", e);
        }
    }
}
