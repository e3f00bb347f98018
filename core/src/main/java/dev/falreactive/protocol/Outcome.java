package dev.falreactive.protocol;

import dev.falreactive.FalException;

/**
 * What an exchange came to.
 *
 * @param <T> what it brings when it succeeds
 */
public sealed interface Outcome<T> {

    /**
     * It succeeded.
     *
     * @param value what it brought
     * @param <T> the value's type
     */
    record Success<T>(T value) implements Outcome<T> {}

    /**
     * It failed.
     *
     * @param error what to tell the user if it is not sent again
     * @param again whether it may be sent again
     * @param <T> what it would have brought
     */
    record Failure<T>(FalException error, Again again) implements Outcome<T> {}
}
