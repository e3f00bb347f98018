package dev.falreactive.emulator;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An image that an input names.
 *
 * @param key stands for its URL
 * @param size what it has in pixels, as far as that is known
 * @param own the picture, if the emulator has drawn it itself
 * @param uploaded the pieces of its file, in order, if it was uploaded to the emulator; else none
 */
record Original(String key, PictureSizes.Size size, Optional<PictureSpec> own, List<Path> uploaded) {

    Original(String key, PictureSizes.Size size) {
        this(key, size, Optional.empty(), List.of());
    }
}
