package dev.falreactive.samples.quickstart;

import dev.falreactive.fluxlora.GeneratedImage;
import java.nio.file.Path;

/** An image, its number among those of its job from 1, and the file that it was saved to. */
record SavedImage(GeneratedImage image, int number, Path file, long bytes) {}
