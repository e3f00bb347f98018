package dev.falreactive.emulator;

import java.awt.AWTError;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Writes the prompt at the foot of a picture, on a darkened band. */
final class Caption {

    private static final int MAX_LINES = 3;
    private static final int MAX_LETTERS = 600;
    private static final int SMALLEST_SIDE = 64;

    private final IntFunction<Lettering> preferred;
    private volatile boolean fontsFailed;

    Caption() {
        this(FontLettering::new);
    }

    Caption(IntFunction<Lettering> preferred) {
        this.preferred = preferred;
    }

    /** Changes the picture; leaves one alone that is too small to hold text. */
    void write(BufferedImage image, String prompt) {
        if (Math.min(image.getWidth(), image.getHeight()) < SMALLEST_SIDE) {
            return;
        }
        int pixels = Math.max(11, Math.min(image.getWidth(), image.getHeight()) / 40);
        if (!fontsFailed) {
            try {
                write(image, prompt, preferred.apply(pixels), pixels);
                return;
            } catch (RuntimeException | LinkageError | InternalError | AWTError e) {
                // A runtime without fontconfig or freetype fails in many ways; each picture would fail anew.
                fontsFailed = true;
            }
        }
        write(image, prompt, new DotLettering(pixels), pixels);
    }

    private static void write(BufferedImage image, String prompt, Lettering lettering, int pixels) {
        int margin = pixels;
        List<String> lines = wrap(prompt, image.getWidth() - 2 * margin, lettering);
        int height = lines.size() * lettering.lineHeight() + margin;
        int top = Math.max(0, image.getHeight() - height);
        // Measured and wrapped before anything is drawn: a font that fails leaves the picture as it was.
        darken(image, top);
        for (int i = 0; i < lines.size(); i++) {
            lettering.write(image, lines.get(i), margin, top + margin / 2 + i * lettering.lineHeight());
        }
    }

    private static void darken(BufferedImage image, int top) {
        for (int y = top; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int rgb = image.getRGB(x, y);
                image.setRGB(
                        x, y, (rgb >> 16 & 0xff) * 2 / 5 << 16 | (rgb >> 8 & 0xff) * 2 / 5 << 8 | (rgb & 0xff) * 2 / 5);
            }
        }
    }

    static List<String> wrap(String text, int width, Lettering lettering) {
        String rest = clean(text);
        List<String> lines = new ArrayList<>();
        while (!rest.isEmpty() && lines.size() < MAX_LINES) {
            int end = fitting(rest, width, lettering);
            boolean cut = end < rest.length() && lines.size() == MAX_LINES - 1;
            String line = rest.substring(0, end).strip();
            lines.add(cut ? line.substring(0, Math.max(0, line.length() - 3)).strip() + "..." : line);
            rest = rest.substring(end).strip();
        }
        return lines;
    }

    /** How much of a text goes into one line: whole words if one fits, at least one letter. */
    private static int fitting(String text, int width, Lettering lettering) {
        int end = 0;
        int lastSpace = 0;
        while (end < text.length()) {
            int next = text.offsetByCodePoints(end, 1);
            if (lettering.widthOf(text.substring(0, next)) > width && end > 0) {
                return lastSpace > 0 ? lastSpace : end;
            }
            if (text.charAt(end) == ' ') {
                lastSpace = end;
            }
            end = next;
        }
        return end;
    }

    private static String clean(String text) {
        String start = text.substring(0, Math.min(text.length(), MAX_LETTERS));
        return start.replaceAll("[\\p{Cntrl}\\p{Cs}\\s]+", " ").strip();
    }
}
