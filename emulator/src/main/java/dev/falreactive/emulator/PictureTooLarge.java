package dev.falreactive.emulator;

/** A picture needs more memory than this process may take for pictures. */
final class PictureTooLarge extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PictureTooLarge(PictureSpec spec) {
        super("an image of " + spec.width() + "x" + spec.height() + " needs more memory than this emulator was given");
    }
}
