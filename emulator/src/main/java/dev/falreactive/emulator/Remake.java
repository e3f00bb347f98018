package dev.falreactive.emulator;

import java.util.Optional;

/**
 * What a picture is made of beside its prompt.
 *
 * @param image the image to begin with
 * @param mask where it is repainted; empty for everywhere
 * @param strength how far the picture may leave the image, from 0 to 1
 */
record Remake(Original image, Optional<Original> mask, double strength) {}
