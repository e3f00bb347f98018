package dev.falreactive.emulator;

import java.security.KeyPair;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.time.Duration;
import java.util.Optional;

/** How an emulator delivers webhooks. Immutable; what is not set is as fal itself does it. */
public final class WebhookSettings {

    /** Whose jobs all jobs are, as deliveries say it. */
    public static final String USER_ID = "emulator|user";

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final Optional<KeyPair> key;
    private final Duration firstTimeout;
    private final Duration laterTimeout;
    private final int retries;
    private final Duration firstPause;
    private final WebhookScript script;

    private WebhookSettings(
            Optional<KeyPair> key,
            Duration firstTimeout,
            Duration laterTimeout,
            int retries,
            Duration firstPause,
            WebhookScript script) {
        this.key = key;
        this.firstTimeout = firstTimeout;
        this.laterTimeout = laterTimeout;
        this.retries = retries;
        this.firstPause = firstPause;
        this.script = script;
    }

    /** {@return a key made at the start, 15 seconds for the first attempt and 120 for others, 31 retries from 1 second on} */
    public static WebhookSettings defaults() {
        return new WebhookSettings(
                Optional.empty(),
                Duration.ofSeconds(15),
                Duration.ofSeconds(120),
                31,
                Duration.ofSeconds(1),
                WebhookScript.ordinary());
    }

    /**
     * These settings with a key to sign with, until it is rotated. Default: one that is made at the start.
     *
     * @param pair an Ed25519 key pair
     * @return new settings
     * @throws IllegalArgumentException if it is another kind of key
     */
    public WebhookSettings withKey(KeyPair pair) {
        boolean ed25519 = pair.getPublic() instanceof EdECPublicKey edwards
                && edwards.getParams().getName().equals(NamedParameterSpec.ED25519.getName());
        if (!ed25519) {
            throw new IllegalArgumentException("a webhook is signed with an Ed25519 key");
        }
        return new WebhookSettings(Optional.of(pair), firstTimeout, laterTimeout, retries, firstPause, script);
    }

    /**
     * These settings with other limits on how long a receiver may take. Defaults: 15 seconds, 120 seconds.
     *
     * @param first for the first attempt; more than zero
     * @param later for each retry; more than zero
     * @return new settings
     */
    public WebhookSettings withTimeouts(Duration first, Duration later) {
        return new WebhookSettings(
                key, Settings.some("first", first), Settings.some("later", later), retries, firstPause, script);
    }

    /**
     * These settings with other retries of a delivery that was not taken: answered by something other than 2xx, or not at
     * all. None follows a redirect, nor the end of the stored result. Defaults: 31, 1 second.
     *
     * @param retries how many at most; zero or more
     * @param firstPause how long before the first; each further pause is twice as long, up to 5 minutes; more than zero
     * @return new settings
     */
    public WebhookSettings withRetries(int retries, Duration firstPause) {
        return new WebhookSettings(
                key,
                firstTimeout,
                laterTimeout,
                Settings.between("retries", retries, 0, Integer.MAX_VALUE),
                Settings.some("firstPause", firstPause),
                script);
    }

    /**
     * These settings with another script for jobs that have none of their own. Default: {@link WebhookScript#ordinary()}.
     *
     * @param script how webhooks are delivered
     * @return new settings
     */
    public WebhookSettings withScript(WebhookScript script) {
        return new WebhookSettings(key, firstTimeout, laterTimeout, retries, firstPause, script);
    }

    Optional<KeyPair> key() {
        return key;
    }

    WebhookScript script() {
        return script;
    }

    /** How long the receiver may take; attempts count from 1. */
    Duration timeout(int attempt) {
        return attempt == 1 ? firstTimeout : laterTimeout;
    }

    boolean allowsAnother(int attempt) {
        return attempt <= retries;
    }

    Duration pauseAfter(int attempt) {
        Duration pause = firstPause;
        for (int i = 1; i < attempt && pause.compareTo(LONGEST_PAUSE) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
