package dev.falreactive.emulator;

import dev.falreactive.EndpointId;
import dev.falreactive.FalCredentials;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** How an emulator behaves. Immutable; what is not set is as fal itself does it. */
public final class EmulatorConfig {

    private static final String DEFAULT_KEY = "emulator-key:emulator-secret";
    private static final String DEFAULT_TOKEN = "emulator-token";

    private final Builder set;

    private EmulatorConfig(Builder set) {
        this.set = set;
    }

    /** {@return a builder that holds the defaults} */
    public static Builder builder() {
        return new Builder();
    }

    int port() {
        return set.port;
    }

    int runners() {
        return set.runners;
    }

    Duration queueTime() {
        return set.queueTime;
    }

    Duration runTime() {
        return set.runTime;
    }

    Optional<String> publicUrl() {
        return set.publicUrl;
    }

    boolean bearer() {
        return set.bearer;
    }

    String pathPrefix() {
        return set.pathPrefix;
    }

    Optional<String> namedOrigin() {
        return set.namedOrigin;
    }

    boolean omitCancelUrl() {
        return set.omitCancelUrl;
    }

    boolean cancelQueuedAnswersOk() {
        return set.cancelQueuedAnswersOk;
    }

    Set<String> acceptedSecrets() {
        return set.acceptedSecrets;
    }

    Set<String> lockedKeyIds() {
        return set.lockedKeyIds;
    }

    Set<EndpointId> echoApps() {
        return set.echoApps;
    }

    Duration resultRetention() {
        return set.resultRetention;
    }

    Duration largeResultRetention() {
        return set.largeResultRetention;
    }

    Duration imageRetention() {
        return set.imageRetention;
    }

    Duration keepAlive() {
        return set.keepAlive;
    }

    int maxJobs() {
        return set.maxJobs;
    }

    int ledgerEntries() {
        return set.ledgerEntries;
    }

    int ledgerBodyBytes() {
        return set.ledgerBodyBytes;
    }

    WebhookSettings webhooks() {
        return set.webhooks;
    }

    InstantSource clock() {
        return set.clock;
    }

    OptionalLong randomSeed() {
        return set.randomSeed;
    }

    /** A credential that these settings accept. */
    FalCredentials credentials() {
        Optional<String> first = set.acceptedSecrets.stream().findFirst();
        return set.bearer
                ? FalCredentials.bearer(first.orElse(DEFAULT_TOKEN))
                : FalCredentials.key(first.orElse(DEFAULT_KEY));
    }

    /** Collects settings. Not safe for use by several threads. */
    public static final class Builder {

        private int port;
        private int runners = 4;
        private Duration queueTime = Duration.ofSeconds(1);
        private Duration runTime = Duration.ofSeconds(3);
        private Optional<String> publicUrl = Optional.empty();
        private boolean bearer;
        private String pathPrefix = "";
        private Optional<String> namedOrigin = Optional.empty();
        private boolean omitCancelUrl;
        private boolean cancelQueuedAnswersOk;
        private Set<String> acceptedSecrets = Set.of();
        private Set<String> lockedKeyIds = Set.of();
        private Set<EndpointId> echoApps = Set.of();
        private Duration resultRetention = Duration.ofHours(1);
        private Duration largeResultRetention = Duration.ofMinutes(6);
        private Duration imageRetention = Duration.ofDays(7);
        private Duration keepAlive = Duration.ofSeconds(15);
        private int maxJobs = 100_000;
        private int ledgerEntries = 100_000;
        private int ledgerBodyBytes = 64 * 1024;
        private InstantSource clock = InstantSource.system();
        private OptionalLong randomSeed = OptionalLong.empty();
        private WebhookSettings webhooks = WebhookSettings.defaults();

        private Builder() {}

        private Builder(Builder other) {
            port = other.port;
            runners = other.runners;
            queueTime = other.queueTime;
            runTime = other.runTime;
            publicUrl = other.publicUrl;
            bearer = other.bearer;
            pathPrefix = other.pathPrefix;
            namedOrigin = other.namedOrigin;
            omitCancelUrl = other.omitCancelUrl;
            cancelQueuedAnswersOk = other.cancelQueuedAnswersOk;
            acceptedSecrets = other.acceptedSecrets;
            lockedKeyIds = other.lockedKeyIds;
            echoApps = other.echoApps;
            resultRetention = other.resultRetention;
            largeResultRetention = other.largeResultRetention;
            imageRetention = other.imageRetention;
            keepAlive = other.keepAlive;
            maxJobs = other.maxJobs;
            ledgerEntries = other.ledgerEntries;
            ledgerBodyBytes = other.ledgerBodyBytes;
            clock = other.clock;
            randomSeed = other.randomSeed;
            webhooks = other.webhooks;
        }

        /**
         * Where to listen, on 127.0.0.1. Default: 0.
         *
         * @param port from 0 to 65535; 0 picks a free one
         * @return this
         */
        public Builder port(int port) {
            this.port = Settings.between("port", port, 0, 65_535);
            return this;
        }

        /**
         * How many jobs run at the same time. Default: 4.
         *
         * @param runners 1 or more
         * @return this
         */
        public Builder runners(int runners) {
            this.runners = Settings.between("runners", runners, 1, Integer.MAX_VALUE);
            return this;
        }

        /**
         * How long a job waits at least, also while a runner is free. Default: 1 second.
         *
         * @param queueTime zero or more, at most 365 days
         * @return this
         */
        public Builder queueTime(Duration queueTime) {
            this.queueTime = Settings.time("queueTime", queueTime);
            return this;
        }

        /**
         * How long a job runs. Default: 3 seconds.
         *
         * @param runTime zero or more, at most 365 days
         * @return this
         */
        public Builder runTime(Duration runTime) {
            this.runTime = Settings.time("runTime", runTime);
            return this;
        }

        /**
         * What stands for {@code http://127.0.0.1:PORT} in the URLs that answers hold. Default: what the request named as
         * its host.
         *
         * @param publicUrl scheme, host, optional port and path
         * @return this
         */
        public Builder publicUrl(String publicUrl) {
            this.publicUrl = Optional.of(Settings.origin("publicUrl", publicUrl));
            return this;
        }

        /**
         * Whether a credential is sent as {@code Authorization: Bearer}, as with most relays, in place of {@code Key}.
         * Default: false.
         *
         * @param bearer whether it is
         * @return this
         */
        public Builder bearer(boolean bearer) {
            this.bearer = bearer;
            return this;
        }

        /**
         * A path under which everything is served, such as {@code /fal}. Default: none.
         *
         * @param pathPrefix the path, with a slash before it; empty for none
         * @return this
         */
        public Builder pathPrefix(String pathPrefix) {
            this.pathPrefix = Settings.prefix(pathPrefix);
            return this;
        }

        /**
         * An origin that answers name in {@code response_url}, {@code status_url} and {@code cancel_url} without regard to
         * where this server is, such as {@code https://queue.fal.run}: relays do so, and a client must not send its key
         * there. Default: none.
         *
         * @param namedOrigin scheme and host
         * @return this
         */
        public Builder namedOrigin(String namedOrigin) {
            this.namedOrigin = Optional.of(Settings.origin("namedOrigin", namedOrigin));
            return this;
        }

        /**
         * Whether answers leave out {@code cancel_url}, as some relays do. Default: false.
         *
         * @param omit whether they do
         * @return this
         */
        public Builder omitCancelUrl(boolean omit) {
            this.omitCancelUrl = omit;
            return this;
        }

        /**
         * Whether cancelling a waiting job answers 200 {@code OK} in place of 202 {@code CANCELLATION_REQUESTED}: fal's
         * documents show both. Default: false.
         *
         * @param ok whether it does
         * @return this
         */
        public Builder cancelQueuedAnswersOk(boolean ok) {
            this.cancelQueuedAnswersOk = ok;
            return this;
        }

        /**
         * The only keys (or, with {@link #bearer(boolean)}, tokens) that are accepted. Default: every well-formed one.
         *
         * @param secrets keys as {@code id:secret}, or tokens; none for all
         * @return this
         */
        public Builder acceptedSecrets(String... secrets) {
            this.acceptedSecrets = Settings.ordered(List.of(secrets));
            return this;
        }

        /**
         * Key ids of accounts without balance, which are answered with 403. Default: none.
         *
         * @param ids the part of the key before the colon
         * @return this
         */
        public Builder lockedKeyIds(String... ids) {
            this.lockedKeyIds = Set.of(ids);
            return this;
        }

        /**
         * More apps, beside {@code fal-ai/flux-lora}: each takes any JSON object, under any path, and answers with it.
         * Default: none.
         *
         * @param ids such as {@code acme/echo} or {@code workflows/me/my-flow}
         * @return this
         * @throws dev.falreactive.FalException.InvalidInput if one is no endpoint id
         */
        public Builder echoApps(String... ids) {
            Set<EndpointId> apps = new LinkedHashSet<>();
            for (String id : ids) {
                apps.add(EndpointId.of(id).app());
            }
            this.echoApps = Set.copyOf(apps);
            return this;
        }

        /**
         * How long a result is kept after its job ended. Default: 1 hour.
         *
         * @param retention zero or more, at most 365 days
         * @return this
         */
        public Builder resultRetention(Duration retention) {
            this.resultRetention = Settings.time("resultRetention", retention);
            return this;
        }

        /**
         * How long a result of 10 KB (10240 bytes) or more is kept. Default: 6 minutes.
         *
         * @param retention zero or more, at most 365 days
         * @return this
         */
        public Builder largeResultRetention(Duration retention) {
            this.largeResultRetention = Settings.time("largeResultRetention", retention);
            return this;
        }

        /**
         * How long images are served after their job ended. Default: 7 days.
         *
         * @param retention zero or more, at most 365 days
         * @return this
         */
        public Builder imageRetention(Duration retention) {
            this.imageRetention = Settings.time("imageRetention", retention);
            return this;
        }

        /**
         * How often an open status stream sends a comment. Default: 15 seconds.
         *
         * @param every more than zero
         * @return this
         */
        public Builder keepAlive(Duration every) {
            if (Settings.time("keepAlive", every).isZero()) {
                throw new IllegalArgumentException("keepAlive must be more than zero");
            }
            this.keepAlive = every;
            return this;
        }

        /**
         * How many jobs are held in memory. Beyond it the finished job that expires first is dropped; if none is finished, a
         * submit is answered with 429. Default: 100,000.
         *
         * @param jobs 1 or more
         * @return this
         */
        public Builder maxJobs(int jobs) {
            this.maxJobs = Settings.between("maxJobs", jobs, 1, Integer.MAX_VALUE);
            return this;
        }

        /**
         * How much the ledger holds; beyond it the oldest entry is dropped, and also beyond 64 MB of bodies in all.
         * Defaults: 100,000 entries, 65,536 bytes.
         *
         * @param entries 1 or more
         * @param bodyBytes how much of each body; zero or more
         * @return this
         */
        public Builder ledger(int entries, int bodyBytes) {
            this.ledgerEntries = Settings.between("entries", entries, 1, Integer.MAX_VALUE);
            this.ledgerBodyBytes = Settings.between("bodyBytes", bodyBytes, 0, Integer.MAX_VALUE);
            return this;
        }

        /**
         * What time it is. Default: the system's clock.
         *
         * @param clock asked by several threads
         * @return this
         */
        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /**
         * Makes request ids and unasked seeds the same in each run. Default: they are random.
         *
         * @param seed the seed of the random source
         * @return this
         */
        public Builder randomSeed(long seed) {
            this.randomSeed = OptionalLong.of(seed);
            return this;
        }

        /**
         * How webhooks are delivered. Default: as fal does it, see {@link WebhookSettings#defaults()}.
         *
         * @param webhooks the settings
         * @return this
         */
        public Builder webhooks(WebhookSettings webhooks) {
            this.webhooks = webhooks;
            return this;
        }

        /** {@return the settings; the builder may go on to be used} */
        public EmulatorConfig build() {
            return new EmulatorConfig(new Builder(this));
        }
    }
}
