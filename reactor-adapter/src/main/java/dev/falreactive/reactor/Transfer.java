package dev.falreactive.reactor;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * How a transfer goes: {@link Progress} while bytes move, then one {@link Done}. A reader that is slow misses some of the
 * first, never the last, and holds up nothing.
 *
 * @param <T> what the transfer brings
 */
public sealed interface Transfer<T> {

    /**
     * Bytes have moved.
     *
     * @param bytes how many so far; never less than before, also when a part is sent or fetched again
     * @param total how many there will be, if that is known
     * @param <T> what the transfer brings
     */
    record Progress<T>(long bytes, OptionalLong total) implements Transfer<T> {

        /** Checks that nothing is null. */
        public Progress {
            Objects.requireNonNull(total, "total");
        }
    }

    /**
     * The transfer is complete.
     *
     * @param value what it brings
     * @param <T> what the transfer brings
     */
    record Done<T>(T value) implements Transfer<T> {

        /** Checks that nothing is null. */
        public Done {
            Objects.requireNonNull(value, "value");
        }
    }
}
