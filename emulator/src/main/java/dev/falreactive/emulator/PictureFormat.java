package dev.falreactive.emulator;

/** The file formats of images. */
enum PictureFormat {
    JPEG("jpeg"),
    PNG("png");

    private final String word;

    PictureFormat(String word) {
        this.word = word;
    }

    static PictureFormat named(String word) {
        return word.equals(PNG.word) ? PNG : JPEG;
    }

    String word() {
        return word;
    }

    String contentType() {
        return "image/" + word;
    }
}
