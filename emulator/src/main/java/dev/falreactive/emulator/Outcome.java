package dev.falreactive.emulator;

import java.util.List;

/**
 * What a model made of an input.
 *
 * @param log the lines that it writes while it runs
 * @param pictures the images to serve, in order
 * @param refused whether the input was not even run
 * @param partial what a stream tells before the answer, in order
 */
record Outcome(
        StoredAnswer answer, List<String> log, List<PictureSpec> pictures, boolean refused, List<Document> partial) {

    Outcome(StoredAnswer answer, List<String> log, List<PictureSpec> pictures, boolean refused) {
        this(answer, log, pictures, refused, List.of());
    }

    static Outcome refused(StoredAnswer answer) {
        return new Outcome(answer, List.of(), List.of(), true);
    }
}
