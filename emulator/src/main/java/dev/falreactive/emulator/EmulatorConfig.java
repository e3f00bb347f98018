package dev.falreactive.emulator;

import dev.falreactive.EndpointId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** How an emulator behaves. Immutable; what is not set is as fal itself does it. */
public final class EmulatorConfig {

    private final ConfigValues values;

    private EmulatorConfig(ConfigValues values) {
        this.values = values;
    }

    /** {@return a builder that holds the defaults} */
    public static Builder builder() {
        return new Builder();
    }

    ConfigValues values() {
        return values;
    }

    /** Collects settings. Not safe for use by several threads. */
    public static final class Builder {

        private final ConfigValues set = new ConfigValues();

        private Builder() {}

        /**
         * Where to listen, on 127.0.0.1. Default: 0.
         *
         * @param port from 0 to 65535; 0 picks a free one
         * @return this
         */
        public Builder port(int port) {
            set.port = Settings.between("port", port, 0, 65_535);
            return this;
        }

        /**
         * Where to listen for calls without a queue. Default: a free port.
         *
         * @param port from 0 to 65535; 0 picks a free one
         * @return this
         */
        public Builder directPort(int port) {
            set.directPort = Settings.between("directPort", port, 0, 65_535);
            return this;
        }

        /**
         * How many jobs run at the same time. Default: 4.
         *
         * @param runners 1 or more
         * @return this
         */
        public Builder runners(int runners) {
            set.runners = Settings.between("runners", runners, 1, Integer.MAX_VALUE);
            return this;
        }

        /**
         * How long a job waits at least, also while a runner is free. Default: 1 second.
         *
         * @param queueTime zero or more, at most 365 days
         * @return this
         */
        public Builder queueTime(Duration queueTime) {
            set.queueTime = Settings.time("queueTime", queueTime);
            return this;
        }

        /**
         * How long a job runs. Default: 3 seconds.
         *
         * @param runTime zero or more, at most 365 days
         * @return this
         */
        public Builder runTime(Duration runTime) {
            set.runTime = Settings.time("runTime", runTime);
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
            set.publicUrl = Optional.of(Settings.origin("publicUrl", publicUrl));
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
            set.bearer = bearer;
            return this;
        }

        /**
         * A path under which everything is served, such as {@code /fal}. Default: none.
         *
         * @param pathPrefix the path, with a slash before it; empty for none
         * @return this
         */
        public Builder pathPrefix(String pathPrefix) {
            set.pathPrefix = Settings.prefix(pathPrefix);
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
            set.namedOrigin = Optional.of(Settings.origin("namedOrigin", namedOrigin));
            return this;
        }

        /**
         * Whether answers leave out {@code cancel_url}, as some relays do. Default: false.
         *
         * @param omit whether they do
         * @return this
         */
        public Builder omitCancelUrl(boolean omit) {
            set.omitCancelUrl = omit;
            return this;
        }

        /**
         * Plays a relay. Sets {@link #bearer(boolean)}, {@link #pathPrefix(String)}, {@link #omitCancelUrl(boolean)}, and
         * {@link #namedOrigin(String)} to fal's own, all of which may be set otherwise after it. Default: fal.
         *
         * @param dialect how it differs from fal
         * @return this
         */
        public Builder relay(RelayDialect dialect) {
            set.relay = dialect;
            return bearer(dialect.bearer())
                    .pathPrefix(dialect.pathPrefix())
                    .omitCancelUrl(!dialect.cancelUrl())
                    .namedOrigin("https://queue.fal.run");
        }

        /**
         * Whether cancelling a waiting job answers 200 {@code OK} in place of 202 {@code CANCELLATION_REQUESTED}: fal's
         * documents show both. Default: false.
         *
         * @param ok whether it does
         * @return this
         */
        public Builder cancelQueuedAnswersOk(boolean ok) {
            set.cancelQueuedAnswersOk = ok;
            return this;
        }

        /**
         * The only keys (or, with {@link #bearer(boolean)}, tokens) that are accepted. Default: every well-formed one.
         *
         * @param secrets keys as {@code id:secret}, or tokens; none for all
         * @return this
         */
        public Builder acceptedSecrets(String... secrets) {
            set.acceptedSecrets = Settings.ordered(List.of(secrets));
            return this;
        }

        /**
         * Key ids of accounts without balance, which are answered with 403. Default: none.
         *
         * @param ids the part of the key before the colon
         * @return this
         */
        public Builder lockedKeyIds(String... ids) {
            set.lockedKeyIds = Set.of(ids);
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
            set.echoApps = Set.copyOf(apps);
            return this;
        }

        /**
         * How long a result is kept after its job ended. Default: 1 hour.
         *
         * @param retention zero or more, at most 365 days
         * @return this
         */
        public Builder resultRetention(Duration retention) {
            set.resultRetention = Settings.time("resultRetention", retention);
            return this;
        }

        /**
         * How long a result of 10 KB (10240 bytes) or more is kept. Default: 6 minutes.
         *
         * @param retention zero or more, at most 365 days
         * @return this
         */
        public Builder largeResultRetention(Duration retention) {
            set.largeResultRetention = Settings.time("largeResultRetention", retention);
            return this;
        }

        /**
         * How long images are served after their job ended. Default: 7 days.
         *
         * @param retention zero or more, at most 365 days
         * @return this
         */
        public Builder imageRetention(Duration retention) {
            set.imageRetention = Settings.time("imageRetention", retention);
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
            set.keepAlive = every;
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
            set.maxJobs = Settings.between("maxJobs", jobs, 1, Integer.MAX_VALUE);
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
            set.ledgerEntries = Settings.between("entries", entries, 1, Integer.MAX_VALUE);
            set.ledgerBodyBytes = Settings.between("bodyBytes", bodyBytes, 0, Integer.MAX_VALUE);
            return this;
        }

        /**
         * Whether a prompt may say what goes wrong with its job: in each string field named {@code prompt}, at any depth of
         * the input, <code>[fault RULE]</code> with a {@link FaultRule}. A rule that makes no sense is answered with 400.
         * Default: true.
         *
         * @param heeded whether such rules are heeded
         * @return this
         */
        public Builder promptFaults(boolean heeded) {
            set.promptFaults = heeded;
            return this;
        }

        /**
         * Strikes each exchange with this probability by a fault that fits its phase: a submit by what leaves its outcome
         * open, other calls by what passes. Faults that were injected come first. The n-th call of a phase meets the same
         * fate in each run with the same seed. Default: a rate of 0.
         *
         * @param rate from 0, never, to 1, always
         * @param seed chooses whom it strikes, and by what
         * @return this
         */
        public Builder chaos(double rate, long seed) {
            if (!(rate >= 0 && rate <= 1)) {
                throw new IllegalArgumentException("rate must be from 0 to 1, not " + rate);
            }
            set.chaosRate = rate;
            set.chaosSeed = seed;
            return this;
        }

        /**
         * How long an answer that {@link #chaos(double, long)} stalls is kept back, until its connection is closed. Default:
         * 3 seconds.
         *
         * @param stall zero or more, at most 365 days
         * @return this
         */
        public Builder chaosStall(Duration stall) {
            set.chaosStall = Settings.time("chaosStall", stall);
            return this;
        }

        /**
         * What time it is. Default: the system's clock.
         *
         * @param clock asked by several threads
         * @return this
         */
        public Builder clock(InstantSource clock) {
            set.clock = clock;
            return this;
        }

        /**
         * Makes request ids and unasked seeds the same in each run. Default: they are random.
         *
         * @param seed the seed of the random source
         * @return this
         */
        public Builder randomSeed(long seed) {
            set.randomSeed = OptionalLong.of(seed);
            return this;
        }

        /**
         * How webhooks are delivered. Default: as fal does it, see {@link WebhookSettings#defaults()}.
         *
         * @param webhooks the settings
         * @return this
         */
        public Builder webhooks(WebhookSettings webhooks) {
            set.webhooks = webhooks;
            return this;
        }

        /** {@return the settings; the builder may go on to be used} */
        public EmulatorConfig build() {
            return new EmulatorConfig(set.copy());
        }
    }
}
