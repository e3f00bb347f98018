package dev.falreactive.emulator;

import java.util.Optional;

/**
 * An image that an input names.
 *
 * @param key stands for its URL
 * @param size what it has in pixels, as far as that is known
 * @param own the picture, if the emulator has drawn it itself
 */
record Original(String key, PictureSizes.Size size, Optional<PictureSpec> own) {}
