package dev.falreactive.emulator;

import java.util.SplittableRandom;

/** A kind of picture. */
@FunctionalInterface
interface Style {

    void paint(Canvas canvas, Palette palette, Noise noise, SplittableRandom random);
}
