package dev.falreactive;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** How one watch behaves. Immutable: each {@code with} gives new options. */
public final class WatchOptions {

    private static final WatchOptions DEFAULTS = new WatchOptions(
            WatchMode.POLLING, false, Optional.empty(), Optional.empty(), StopPolicy.DETACH, update -> {});

    private final WatchMode mode;
    private final boolean logs;
    private final Optional<Duration> deadline;
    private final Optional<PollPolicy> pollPolicy;
    private final StopPolicy onStop;
    private final Consumer<? super StatusUpdate> onUpdate;

    private WatchOptions(
            WatchMode mode,
            boolean logs,
            Optional<Duration> deadline,
            Optional<PollPolicy> pollPolicy,
            StopPolicy onStop,
            Consumer<? super StatusUpdate> onUpdate) {
        this.mode = mode;
        this.logs = logs;
        this.deadline = deadline;
        this.pollPolicy = pollPolicy;
        this.onStop = onStop;
        this.onUpdate = onUpdate;
    }

    /** {@return polling, no logs, no deadline, the client's poll policy, and a job that goes on when its watch stops} */
    public static WatchOptions defaults() {
        return DEFAULTS;
    }

    /**
     * These options with another way to learn of updates.
     *
     * @param value the mode
     * @return new options
     */
    public WatchOptions withMode(WatchMode value) {
        return new WatchOptions(Objects.requireNonNull(value, "value"), logs, deadline, pollPolicy, onStop, onUpdate);
    }

    /**
     * These options with or without log lines.
     *
     * @param value whether to ask for the job's log lines; not every model has any
     * @return new options
     */
    public WatchOptions withLogs(boolean value) {
        return new WatchOptions(mode, value, deadline, pollPolicy, onStop, onUpdate);
    }

    /**
     * These options with a limit for the whole watch, by the clock from its subscription, the wait in the queue included.
     *
     * @param value the limit, more than zero
     * @return new options
     * @throws IllegalArgumentException if it is zero or negative
     */
    public WatchOptions withDeadline(Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException("deadline must be more than zero: " + value);
        }
        return new WatchOptions(mode, logs, Optional.of(value), pollPolicy, onStop, onUpdate);
    }

    /**
     * These options with a poll policy in place of the client's.
     *
     * @param value the policy
     * @return new options
     */
    public WatchOptions withPollPolicy(PollPolicy value) {
        return new WatchOptions(mode, logs, deadline, Optional.of(value), onStop, onUpdate);
    }

    /**
     * These options with what becomes of the job when the watch is cancelled or its deadline is over.
     *
     * @param value the policy
     * @return new options
     */
    public WatchOptions withOnStop(StopPolicy value) {
        return new WatchOptions(mode, logs, deadline, pollPolicy, Objects.requireNonNull(value, "value"), onUpdate);
    }

    /**
     * These options with a listener, to show progress where only the outcome is waited for.
     *
     * @param listener told each update before it is delivered, on the thread that delivers it; must not block. What it
     *     throws ends the watch, or the wait for the outcome, and is its error as it is, without the ticket; the job goes on.
     *     A ticket that nobody has been given is told to the client's orphan handler then. So catch in it what must not end
     *     the watch
     * @return new options
     */
    public WatchOptions withOnUpdate(Consumer<? super StatusUpdate> listener) {
        return new WatchOptions(mode, logs, deadline, pollPolicy, onStop, Objects.requireNonNull(listener, "listener"));
    }

    /** {@return where the updates come from} */
    public WatchMode mode() {
        return mode;
    }

    /** {@return whether log lines are asked for} */
    public boolean logs() {
        return logs;
    }

    /** {@return how long the whole watch may last, if limited} */
    public Optional<Duration> deadline() {
        return deadline;
    }

    /** {@return the poll policy, empty for the client's} */
    public Optional<PollPolicy> pollPolicy() {
        return pollPolicy;
    }

    /** {@return what becomes of the job when the watch stops before it} */
    public StopPolicy onStop() {
        return onStop;
    }

    /** {@return who is told each update} */
    public Consumer<? super StatusUpdate> onUpdate() {
        return onUpdate;
    }

    @Override
    public String toString() {
        return "WatchOptions[mode=" + mode + ", logs=" + logs + ", deadline=" + deadline + ", onStop=" + onStop + "]";
    }
}
