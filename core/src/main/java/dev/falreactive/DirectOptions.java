package dev.falreactive;

import java.time.Duration;
import java.util.Objects;

/**
 * What may be said about one direct run beside its input. Immutable: each {@code with} gives new options, and refuses a value
 * that the service would refuse with {@link FalException.InvalidInput}, before anything is sent.
 */
public final class DirectOptions {

    private static final DirectOptions DEFAULTS =
            new DirectOptions(Duration.ofMinutes(10), Duration.ofMinutes(2), SubmitOptions.defaults());

    private final Duration timeout;
    private final Duration idleTimeout;
    private final SubmitOptions said;

    private DirectOptions(Duration timeout, Duration idleTimeout, SubmitOptions said) {
        this.timeout = timeout;
        this.idleTimeout = idleTimeout;
        this.said = said;
    }

    /** {@return 10 minutes for a run, 2 minutes for a stream's silence, and the account's own settings} */
    public static DirectOptions defaults() {
        return DEFAULTS;
    }

    /**
     * These options with a limit for the whole run: from when the files of its input are uploaded, over the wait for a connection and refusals that
     * are tried again, to the last byte of its answer. Of a stream, the reader's own time counts. Default 10 minutes. A run
     * that reaches it is given up, and may be billed.
     *
     * @param value more than zero
     * @return new options
     */
    public DirectOptions withTimeout(Duration value) {
        return new DirectOptions(positive("timeout", value), idleTimeout, said);
    }

    /**
     * These options with how long a stream may bring nothing while its reader waits for it, from the head of its answer on.
     * Default 2 minutes.
     *
     * @param value more than zero
     * @return new options
     */
    public DirectOptions withIdleTimeout(Duration value) {
        return new DirectOptions(timeout, positive("idleTimeout", value), said);
    }

    /**
     * These options with a limit, kept by the server, for the wait until the run starts. It does not limit the run itself.
     *
     * @param value the limit, more than 100 ms
     * @return new options
     * @throws FalException.InvalidInput if the limit is 100 ms or less
     */
    public DirectOptions withStartTimeout(Duration value) {
        return saying(said.withStartTimeout(value));
    }

    /**
     * These options with a wish for a runner, as {@link SubmitOptions#withRunnerHint(String)} has it.
     *
     * @param value any text that fits a header
     * @return new options
     * @throws FalException.InvalidInput if the text is empty or holds a control or non-ASCII character
     */
    public DirectOptions withRunnerHint(String value) {
        return saying(said.withRunnerHint(value));
    }

    /**
     * These options with how long the files that the run makes are kept, and who may fetch them.
     *
     * @param value how long, and who
     * @return new options
     */
    public DirectOptions withObjectLifecycle(ObjectLifecycle value) {
        return saying(said.withObjectLifecycle(value));
    }

    /**
     * These options with one more header.
     *
     * @param name its name; not one that the library sets itself
     * @param value printable ASCII
     * @return new options
     * @throws FalException.InvalidInput if name or value breaks its rule
     */
    public DirectOptions withHeader(String name, String value) {
        return saying(said.withHeader(name, value));
    }

    /** {@return the limit for the whole run} */
    public Duration timeout() {
        return timeout;
    }

    /** {@return how long a stream may bring nothing} */
    public Duration idleTimeout() {
        return idleTimeout;
    }

    /** {@return what is told to the server, in the form of a submit's options; nothing in it is about a queue} */
    public SubmitOptions said() {
        return said;
    }

    private DirectOptions saying(SubmitOptions more) {
        return new DirectOptions(timeout, idleTimeout, more);
    }

    private static Duration positive(String name, Duration value) {
        Objects.requireNonNull(value, name);
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + " must be more than zero: " + value);
        }
        return value;
    }

    @Override
    public String toString() {
        return "DirectOptions[timeout=" + timeout + ", idleTimeout=" + idleTimeout + "]";
    }
}
