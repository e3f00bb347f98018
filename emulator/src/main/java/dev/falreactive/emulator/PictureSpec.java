package dev.falreactive.emulator;

import java.math.BigInteger;

/**
 * All that an image depends on.
 *
 * @param width in pixels, 1 or more
 * @param height in pixels, 1 or more
 * @param index which image of its job, from 0
 */
record PictureSpec(String prompt, BigInteger seed, int index, int width, int height, PictureFormat format) {

    /** In pixels. */
    long area() {
        return (long) width * height;
    }
}
