package dev.falreactive.samples.quickstart;

import dev.falreactive.fluxlora.GeneratedImage;
import java.nio.file.Path;

/** An image and the file that it was saved to. */
record SavedImage(GeneratedImage image, Path file, long bytes) {}
