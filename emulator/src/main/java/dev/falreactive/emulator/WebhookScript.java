package dev.falreactive.emulator;

import java.time.Duration;

/**
 * How the webhook of a job is delivered. Immutable. Handed to {@link FalEmulator#nextWebhook(WebhookScript)} for one job,
 * or to {@link WebhookSettings#withScript(WebhookScript)} for all.
 */
public final class WebhookScript {

    private final int times;
    private final Duration delay;
    private final Duration clockOff;
    private final boolean badSignature;

    private WebhookScript(int times, Duration delay, Duration clockOff, boolean badSignature) {
        this.times = times;
        this.delay = delay;
        this.clockOff = clockOff;
        this.badSignature = badSignature;
    }

    /** {@return once, at once, and signed as it should be} */
    public static WebhookScript ordinary() {
        return new WebhookScript(1, Duration.ZERO, Duration.ZERO, false);
    }

    /** {@return never: {@link FalEmulator#webhooks()} tells when it would have been} */
    public static WebhookScript withheld() {
        return new WebhookScript(0, Duration.ZERO, Duration.ZERO, false);
    }

    /**
     * This script, delivered again although the receiver took it: fal may do so.
     *
     * @param times how often in all; 1 or more
     * @return a new script
     */
    public WebhookScript times(int times) {
        return new WebhookScript(Settings.between("times", times, 1, Integer.MAX_VALUE), delay, clockOff, badSignature);
    }

    /**
     * This script, begun later.
     *
     * @param delay how long after the job's end; zero or more, at most 365 days
     * @return a new script
     */
    public WebhookScript delayed(Duration delay) {
        return new WebhookScript(times, Settings.time("delay", delay), clockOff, badSignature);
    }

    /**
     * This script, properly signed by a clock that is wrong.
     *
     * @param clockOff how far; less than zero for a time in the past; at most 365 days either way
     * @return a new script
     */
    public WebhookScript withClockOff(Duration clockOff) {
        Settings.time("clockOff", clockOff.abs());
        return new WebhookScript(times, delay, clockOff, badSignature);
    }

    /** {@return this script, with signatures of the right form that no key made} */
    public WebhookScript withBadSignature() {
        return new WebhookScript(times, delay, clockOff, true);
    }

    int times() {
        return times;
    }

    Duration delay() {
        return delay;
    }

    Duration clockOff() {
        return clockOff;
    }

    boolean badSignature() {
        return badSignature;
    }
}
