package dev.falreactive;

import java.util.Objects;
import java.util.Optional;

/**
 * What to say about an upload. Immutable.
 *
 * @param concurrency how many parts of a large file are under way at a time, from 1 to 32; default 4
 * @param lifecycle how long the file is kept, and who may fetch it; empty for the account's own setting
 */
public record UploadOptions(int concurrency, Optional<ObjectLifecycle> lifecycle) {

    private static final int MOST_AT_A_TIME = 32;
    private static final UploadOptions DEFAULTS = new UploadOptions(4, Optional.empty());

    /** Checks the range. */
    public UploadOptions {
        Objects.requireNonNull(lifecycle, "lifecycle");
        if (concurrency < 1 || concurrency > MOST_AT_A_TIME) {
            throw new IllegalArgumentException(
                    "concurrency must be from 1 to " + MOST_AT_A_TIME + ", not " + concurrency);
        }
    }

    /** {@return four parts at a time, kept as the account has it} */
    public static UploadOptions defaults() {
        return DEFAULTS;
    }

    /**
     * These options with another number of parts at a time.
     *
     * @param parts from 1 to 32
     * @return new options
     */
    public UploadOptions withConcurrency(int parts) {
        return new UploadOptions(parts, lifecycle);
    }

    /**
     * These options with how long the file is kept, and who may fetch it.
     *
     * @param value the lifecycle
     * @return new options
     */
    public UploadOptions withLifecycle(ObjectLifecycle value) {
        return new UploadOptions(concurrency, Optional.of(value));
    }
}
