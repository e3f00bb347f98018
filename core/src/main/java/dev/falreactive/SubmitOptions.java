package dev.falreactive;

import dev.falreactive.protocol.SubmitRules;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * What may be said about one submit beside its input. Immutable: each {@code with} gives new options, and refuses a value
 * that the service would refuse with {@link FalException.InvalidInput}, before anything is sent.
 */
public final class SubmitOptions {

    private static final SubmitOptions DEFAULTS = new SubmitOptions();

    private Priority priority = Priority.NORMAL;
    private Optional<Duration> startTimeout = Optional.empty();
    private boolean legacyStartTimeout;
    private Optional<String> runnerHint = Optional.empty();
    private boolean platformRetries = true;
    private boolean fallback = true;
    private Optional<Boolean> storeIo = Optional.empty();
    private Optional<ObjectLifecycle> objectLifecycle = Optional.empty();
    private Map<String, String> tags = Map.of();
    private Optional<URI> webhook = Optional.empty();
    private OptionalInt maxQueueLength = OptionalInt.empty();
    private Map<String, String> headers = Map.of();
    private StopPolicy onStop = StopPolicy.DETACH;

    private SubmitOptions() {}

    private SubmitOptions change(Consumer<SubmitOptions> change) {
        SubmitOptions copy = new SubmitOptions();
        copy.priority = priority;
        copy.startTimeout = startTimeout;
        copy.legacyStartTimeout = legacyStartTimeout;
        copy.runnerHint = runnerHint;
        copy.platformRetries = platformRetries;
        copy.fallback = fallback;
        copy.storeIo = storeIo;
        copy.objectLifecycle = objectLifecycle;
        copy.tags = tags;
        copy.webhook = webhook;
        copy.maxQueueLength = maxQueueLength;
        copy.headers = headers;
        copy.onStop = onStop;
        change.accept(copy);
        return copy;
    }

    /** {@return normal priority, no limits, the account's own settings, and a job that goes on when its submit is cancelled} */
    public static SubmitOptions defaults() {
        return DEFAULTS;
    }

    /** How soon a job is served. */
    public enum Priority {
        /** As everyone's. */
        NORMAL,
        /** After everyone else's; may wait very long. */
        LOW
    }

    /**
     * These options with a priority.
     *
     * @param value the priority; it can only be lowered
     * @return new options
     */
    public SubmitOptions withPriority(Priority value) {
        Objects.requireNonNull(value, "value");
        return change(copy -> copy.priority = value);
    }

    /**
     * These options with a limit, kept by the server, for the wait until the job starts to run, queue and platform retries
     * included. A job that misses it ends as failed. It does not limit the run itself.
     *
     * @param value the limit, more than 100 ms
     * @return new options
     * @throws FalException.InvalidInput if the limit is 100 ms or less
     */
    public SubmitOptions withStartTimeout(Duration value) {
        SubmitRules.startTimeout(value);
        return change(copy -> copy.startTimeout = Optional.of(value));
    }

    /**
     * These options with the start timeout sent under its old header name too, for servers that know no other. A server
     * that knows both takes the new one. Those that know only the old one may want more than a second.
     *
     * @return new options
     */
    public SubmitOptions withLegacyStartTimeoutHeader() {
        return change(copy -> copy.legacyStartTimeout = true);
    }

    /**
     * These options with a wish for a runner: jobs with the same hint go to the same runner where that is possible, for
     * example one that holds a LoRA in memory already.
     *
     * @param value any text that fits a header
     * @return new options
     * @throws FalException.InvalidInput if the text is empty or holds a control or non-ASCII character
     */
    public SubmitOptions withRunnerHint(String value) {
        SubmitRules.headerValue("runnerHint", value);
        return change(copy -> copy.runnerHint = Optional.of(value));
    }

    /**
     * These options without the platform's own retries, by which it runs a job again that failed for the platform's
     * reasons.
     *
     * @return new options
     */
    public SubmitOptions withoutPlatformRetries() {
        return change(copy -> copy.platformRetries = false);
    }

    /**
     * These options without the platform's fallback, by which it runs a job on an equivalent endpoint when this one keeps
     * failing.
     *
     * @return new options
     */
    public SubmitOptions withoutFallback() {
        return change(copy -> copy.fallback = false);
    }

    /**
     * These options with whether the service keeps the job's input and output. A result that is not kept can be read for an
     * hour, or for six minutes if it is 10 KB or larger. Default: the account's own setting, which is 30 days unless changed.
     *
     * @param value whether to keep them
     * @return new options
     */
    public SubmitOptions withStoreIo(boolean value) {
        return change(copy -> copy.storeIo = Optional.of(value));
    }

    /**
     * These options with how long the files that the job makes are kept, and who may fetch them. Default: the account's own
     * setting.
     *
     * @param value how long, and who
     * @return new options
     */
    public SubmitOptions withObjectLifecycle(ObjectLifecycle value) {
        Objects.requireNonNull(value, "value");
        return change(copy -> copy.objectLifecycle = Optional.of(value));
    }

    /**
     * These options with one more tag, to find the job by in the account's reports.
     *
     * @param key 1 to 64 of {@code a-z 0-9 . _ -}, not beginning with {@code fal.}; replaces an earlier value
     * @param value at most 256 printable ASCII characters without a comma
     * @return new options
     * @throws FalException.InvalidInput if key or value breaks its rule, there are more than 10 tags, or all of them
     *     together need more than 1024 bytes
     */
    public SubmitOptions withTag(String key, String value) {
        Map<String, String> all = with(tags, key, value);
        SubmitRules.tags(all);
        return change(copy -> copy.tags = all);
    }

    /**
     * These options with an address to which the service sends the result when the job ends. It may be sent more than once.
     *
     * @param value an absolute URL, https, or http to this machine; without user and fragment
     * @return new options
     * @throws FalException.InvalidInput if it is not
     */
    public SubmitOptions withWebhook(URI value) {
        SubmitRules.webhook(value);
        return change(copy -> copy.webhook = Optional.of(value));
    }

    /**
     * These options with a limit for the endpoint's queue: if more jobs, of all callers, are waiting, the submit is refused
     * as {@link FalException.Rejected.Reason#QUEUE_FULL}, at once and without a second try. Default: no limit.
     *
     * @param value 0 or more
     * @return new options
     * @throws FalException.InvalidInput if it is negative
     */
    public SubmitOptions withMaxQueueLength(int value) {
        SubmitRules.maxQueueLength(value);
        return change(copy -> copy.maxQueueLength = OptionalInt.of(value));
    }

    /**
     * These options with one more header, for what this class has no method for.
     *
     * @param name a header's name; none of those that the library or HTTP itself sets, and no credential
     * @param value printable ASCII; replaces an earlier value
     * @return new options
     * @throws FalException.InvalidInput if name or value is none, or the name is taken
     */
    public SubmitOptions withHeader(String name, String value) {
        SubmitRules.extraHeader(name, value);
        Map<String, String> all = with(headers, name, value);
        return change(copy -> copy.headers = all);
    }

    /**
     * These options with what becomes of the job if the submit's subscriber goes away before its ticket arrives. The ticket
     * is told to the orphan handler in any case.
     *
     * @param value the policy
     * @return new options
     */
    public SubmitOptions withOnStop(StopPolicy value) {
        Objects.requireNonNull(value, "value");
        return change(copy -> copy.onStop = value);
    }

    private static Map<String, String> with(Map<String, String> old, String key, String value) {
        Map<String, String> all = new LinkedHashMap<>(old);
        all.put(key, value);
        return Collections.unmodifiableMap(all);
    }

    /** {@return how soon the job is served} */
    public Priority priority() {
        return priority;
    }

    /** {@return how long the job may wait to start, if limited} */
    public Optional<Duration> startTimeout() {
        return startTimeout;
    }

    /** {@return whether the start timeout is sent under its old name too} */
    public boolean legacyStartTimeoutHeader() {
        return legacyStartTimeout;
    }

    /** {@return the wish for a runner, if there is one} */
    public Optional<String> runnerHint() {
        return runnerHint;
    }

    /** {@return whether the platform may run the job again when it fails for the platform's reasons} */
    public boolean platformRetries() {
        return platformRetries;
    }

    /** {@return whether the platform may run the job on an equivalent endpoint} */
    public boolean fallback() {
        return fallback;
    }

    /** {@return whether input and output are kept; empty for the account's own setting} */
    public Optional<Boolean> storeIo() {
        return storeIo;
    }

    /** {@return how long the job's files are kept and who may fetch them; empty for the account's own setting} */
    public Optional<ObjectLifecycle> objectLifecycle() {
        return objectLifecycle;
    }

    /** {@return the tags, in the order in which they were given} */
    public Map<String, String> tags() {
        return tags;
    }

    /** {@return where the result is sent, if anywhere} */
    public Optional<URI> webhook() {
        return webhook;
    }

    /** {@return how many jobs may be waiting for the submit to be accepted, if limited} */
    public OptionalInt maxQueueLength() {
        return maxQueueLength;
    }

    /** {@return the further headers} */
    public Map<String, String> headers() {
        return headers;
    }

    /** {@return what becomes of a job whose submit is cancelled} */
    public StopPolicy onStop() {
        return onStop;
    }

    /** {@return what is said, without the webhook's address and the values of headers, which may be secret} */
    @Override
    public String toString() {
        return "SubmitOptions[priority=" + priority + ", startTimeout=" + startTimeout + ", runnerHint=" + runnerHint
                + ", platformRetries=" + platformRetries + ", fallback=" + fallback + ", storeIo=" + storeIo + ", tags="
                + tags + ", webhook=" + (webhook.isPresent() ? "set" : "none") + ", maxQueueLength=" + maxQueueLength
                + ", headers=" + headers.keySet() + ", onStop=" + onStop + "]";
    }
}
