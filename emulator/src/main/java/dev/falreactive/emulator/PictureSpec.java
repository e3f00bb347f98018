package dev.falreactive.emulator;

import java.math.BigInteger;
import java.util.Optional;

/**
 * All that an image depends on.
 *
 * @param index which image of its job, from 0
 * @param width in pixels, 1 or more
 * @param height in pixels, 1 or more
 * @param remake what it is made of beside its prompt
 * @param grain in pixels: how much of its detail is there; 1 for all
 */
record PictureSpec(
        String prompt,
        BigInteger seed,
        int index,
        int width,
        int height,
        PictureFormat format,
        Optional<Remake> remake,
        int grain) {

    PictureSpec(String prompt, BigInteger seed, int index, int width, int height, PictureFormat format) {
        this(prompt, seed, index, width, height, format, Optional.empty(), 1);
    }

    /** In pixels. */
    long area() {
        return (long) width * height;
    }

    PictureSpec of(Remake original) {
        return new PictureSpec(prompt, seed, index, width, height, format, Optional.of(original), grain);
    }

    /** The same while it is still made. */
    PictureSpec coarse(int newGrain) {
        return new PictureSpec(prompt, seed, index, width, height, format, remake, newGrain);
    }
}
