package dev.falreactive.emulator;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a request asks for: where a {@link Fault} strikes. */
public enum Phase {
    /** {@code POST} of a new job. */
    SUBMIT,
    /** {@code GET} of a job's status. */
    STATUS,
    /** {@code GET} of a job's status as a stream of events. */
    STREAM,
    /** {@code GET} of a job's result. */
    RESULT,
    /** {@code PUT} that cancels a job. */
    CANCEL,
    /** {@code GET} of a generated image, or of a file that was uploaded. */
    MEDIA,
    /** {@code GET} of the keys that webhooks are signed with. */
    WEBHOOK_KEYS,
    /** {@code POST} that asks where a file goes, or that says that all its parts are there. */
    STORAGE,
    /** {@code PUT} of a file, or of a part of one, to the URL that the storage named. */
    UPLOAD,
    /** {@code POST} of a run without a queue, answered with its output or a stream of it. */
    DIRECT;

    /** As rules and the ledger have it, such as {@code submit}. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Phase> of(String word) {
        return Arrays.stream(values())
                .filter(phase -> phase.word().equals(word))
                .findFirst();
    }

    /** All of them in words. */
    static String words() {
        return Arrays.stream(values()).map(Phase::word).collect(Collectors.joining(", "));
    }
}
