package dev.falreactive.emulator;

import java.awt.image.BufferedImage;

/** A way to write text on a picture. */
interface Lettering {

    /** In pixels. */
    int widthOf(String text);

    /** From one line to the next, in pixels. */
    int lineHeight();

    /** Writes one line below and to the right of a point. */
    void write(BufferedImage image, String line, int left, int top);
}
