package dev.falreactive;

import dev.falreactive.protocol.BaseUrl;
import dev.falreactive.webhook.WebhookKeys;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Where the queue is, who pays, and how long things may take. Immutable.
 *
 * <pre>{@code
 * FalConfig config = FalConfig.builder()
 *         .baseUrl("https://relay.example/fal")
 *         .credentials(FalCredentials.bearer(token))
 *         .build();
 * }</pre>
 */
public final class FalConfig {

    private final RelayProfile profile;
    private final URI baseUrl;
    private final Optional<URI> backupBaseUrl;
    private final URI directUrl;
    private final Optional<URI> backupDirectUrl;
    private final URI storageUrl;
    private final Optional<FalCredentials> credentials;
    private final Optional<URI> proxyUrl;
    private final Optional<FalCredentials> proxyCredentials;
    private final Duration connectTimeout;
    private final Duration requestTimeout;
    private final Duration cancelTimeout;
    private final Duration streamIdleTimeout;
    private final int maxResultBytes;
    private final int maxStatusBytes;
    private final int statusCallsPerSecond;
    private final PollPolicy pollPolicy;
    private final RetryPolicy retryPolicy;
    private final boolean resendsSubmitOnEdge503;
    private final Connections connections;
    private final Optional<Duration> balanceProbeAfter;
    private final URI webhookKeysUrl;

    private FalConfig(Builder builder) {
        URI given = BaseUrl.checked(builder.baseUrl, builder.insecureHosts);
        profile = builder.profile.orElse(given.equals(BaseUrl.DEFAULT) ? RelayProfile.FAL : RelayProfile.AUTO);
        baseUrl = given.getRawPath().isEmpty() ? URI.create(given + profile.pathPrefix()) : given;
        proxyUrl = builder.proxyUrl.map(url -> BaseUrl.checked("The URL of the proxy", url, builder.insecureHosts));
        proxyCredentials = builder.proxyCredentials;
        backupBaseUrl = baseUrl.equals(BaseUrl.DEFAULT)
                ? builder.backupBaseUrl.map(url -> BaseUrl.checked(url, builder.insecureHosts))
                : Optional.empty();
        directUrl = builder.serviceUrl("The URL of direct calls", builder.directUrl, baseUrl, BaseUrl.DIRECT);
        backupDirectUrl = directUrl.equals(BaseUrl.DIRECT)
                ? builder.backupBaseUrl.map(url -> BaseUrl.DIRECT_BACKUP)
                : Optional.empty();
        storageUrl = builder.serviceUrl("The URL of the storage", builder.storageUrl, baseUrl, BaseUrl.STORAGE);
        credentials = builder.credentials;
        connectTimeout = builder.connectTimeout;
        requestTimeout = builder.requestTimeout;
        cancelTimeout = builder.cancelTimeout;
        streamIdleTimeout = builder.streamIdleTimeout;
        maxResultBytes = builder.maxResultBytes;
        maxStatusBytes = builder.maxStatusBytes;
        statusCallsPerSecond = builder.statusCallsPerSecond;
        pollPolicy = builder.pollPolicy.orElseGet(PollPolicy::adaptive);
        retryPolicy = builder.retryPolicy;
        resendsSubmitOnEdge503 = builder.resendsSubmitOnEdge503;
        connections = builder.connections;
        balanceProbeAfter = builder.balanceProbeAfter;
        webhookKeysUrl = BaseUrl.checkedKeys(builder.webhookKeysUrl, builder.insecureHosts);
    }

    /** {@return a builder that holds the defaults} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * fal itself, with the key that the environment holds, by the rule of {@link FalCredentials#fromEnvironment()}.
     *
     * @return the configuration; without credentials if the environment holds no key
     */
    public static FalConfig fromEnvironment() {
        Builder builder = builder();
        FalCredentials.fromEnvironment().ifPresent(builder::credentials);
        return builder.build();
    }

    /** {@return what is spoken there} */
    public RelayProfile profile() {
        return profile;
    }

    /** {@return where the queue is: scheme, host, port and an optional path prefix without a slash at its end} */
    public URI baseUrl() {
        return baseUrl;
    }

    /** {@return where to submit when no connection to the default base URL can be made; empty for any other base URL} */
    public Optional<URI> backupBaseUrl() {
        return backupBaseUrl;
    }

    /** {@return where calls go that have no queue} */
    public URI directUrl() {
        return directUrl;
    }

    /** {@return where direct calls go when no connection to fal's own URL for them can be made; empty for any other URL} */
    public Optional<URI> backupDirectUrl() {
        return backupDirectUrl;
    }

    /** {@return where files are uploaded} */
    public URI storageUrl() {
        return storageUrl;
    }

    /** {@return who pays; empty for a server that asks for no credential} */
    public Optional<FalCredentials> credentials() {
        return credentials;
    }

    /** {@return the proxy of fal's own kind that all calls go to; empty if they go where they are meant to go} */
    public Optional<URI> proxyUrl() {
        return proxyUrl;
    }

    /** {@return what is sent to the proxy in place of the credentials; empty for nothing} */
    public Optional<FalCredentials> proxyCredentials() {
        return proxyCredentials;
    }

    /** {@return how long making a connection may take} */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** {@return how long one exchange may take, from its start to the last byte of its answer} */
    public Duration requestTimeout() {
        return requestTimeout;
    }

    /** {@return how long the cancel call that a stop policy asks for may take, its retries included} */
    public Duration cancelTimeout() {
        return cancelTimeout;
    }

    /** {@return how long a status stream may be silent before its watch polls} */
    public Duration streamIdleTimeout() {
        return streamIdleTimeout;
    }

    /** {@return the largest result, in bytes} */
    public int maxResultBytes() {
        return maxResultBytes;
    }

    /** {@return the largest answer to any other call, in bytes} */
    public int maxStatusBytes() {
        return maxStatusBytes;
    }

    /** {@return how many status calls a second all watches of one client make together, at most} */
    public int statusCallsPerSecond() {
        return statusCallsPerSecond;
    }

    /** {@return the pauses of watches that name no policy of their own} */
    public PollPolicy pollPolicy() {
        return pollPolicy;
    }

    /** {@return whether failed calls are repeated} */
    public RetryPolicy retryPolicy() {
        return retryPolicy;
    }

    /** {@return whether a submit is sent again after a 503 of something before the queue} */
    public boolean resendsSubmitOnEdge503() {
        return resendsSubmitOnEdge503;
    }

    /** {@return how many connections there are, and how long they are kept} */
    public Connections connections() {
        return connections;
    }

    /** {@return after how long one submit tries an account that was found out of balance; empty if all of them do} */
    public Optional<Duration> balanceProbeAfter() {
        return balanceProbeAfter;
    }

    /** {@return where the keys are published that webhooks are signed with} */
    public URI webhookKeysUrl() {
        return webhookKeysUrl;
    }

    @Override
    public String toString() {
        return "FalConfig[baseUrl=" + baseUrl + ", credentials=" + credentials + ", requestTimeout=" + requestTimeout
                + "]";
    }

    /** Collects what a configuration holds. Not safe for use by several threads. */
    public static final class Builder {

        private Optional<RelayProfile> profile = Optional.empty();
        private String baseUrl = BaseUrl.DEFAULT.toString();
        private Optional<String> backupBaseUrl = Optional.of(BaseUrl.DEFAULT_BACKUP);
        private Optional<String> directUrl = Optional.empty();
        private Optional<String> storageUrl = Optional.empty();
        private Optional<FalCredentials> credentials = Optional.empty();
        private Optional<String> proxyUrl = Optional.empty();
        private Optional<FalCredentials> proxyCredentials = Optional.empty();
        private final Set<String> insecureHosts = new HashSet<>();
        private Duration connectTimeout = Duration.ofSeconds(5);
        private Duration requestTimeout = Duration.ofSeconds(30);
        private Duration cancelTimeout = Duration.ofSeconds(5);
        private Duration streamIdleTimeout = Duration.ofSeconds(45);
        private int maxResultBytes = 16 * 1024 * 1024;
        private int maxStatusBytes = 1024 * 1024;
        private int statusCallsPerSecond = 5_000;
        private Optional<PollPolicy> pollPolicy = Optional.empty();
        private RetryPolicy retryPolicy = RetryPolicy.DEFAULT;
        private boolean resendsSubmitOnEdge503;
        private Connections connections = Connections.DEFAULT;
        private Optional<Duration> balanceProbeAfter = Optional.of(Duration.ofSeconds(30));
        private String webhookKeysUrl = WebhookKeys.FAL.toString();

        private Builder() {}

        /**
         * Where the queue is. Default: fal itself.
         *
         * @param url {@code https}, or {@code http} to this machine or to a host allowed by
         *     {@link #allowInsecureHost(String)}; may carry a path prefix; no user, query, fragment or dot segments
         * @return this
         */
        public Builder baseUrl(String url) {
            this.baseUrl = Objects.requireNonNull(url, "url");
            return this;
        }

        /**
         * What is spoken at the base URL, if that is a relay. Default: {@link RelayProfile#FAL} for fal's own base URL, and
         * {@link RelayProfile#AUTO} for any other one.
         *
         * @param value the profile; its path prefix is added to a base URL that has no path
         * @return this
         */
        public Builder profile(RelayProfile value) {
            this.profile = Optional.of(value);
            return this;
        }

        /**
         * Where to submit when no connection to fal can be made; not when the client's own connections are all in use. Used for the default base URL alone. Default: fal's own
         * backup host.
         *
         * @param url as for {@link #baseUrl(String)}
         * @return this
         */
        public Builder backupBaseUrl(String url) {
            this.backupBaseUrl = Optional.of(url);
            return this;
        }

        /**
         * Uses no backup host, neither for the queue nor for direct calls.
         *
         * @return this
         */
        public Builder noBackupBaseUrl() {
            this.backupBaseUrl = Optional.empty();
            return this;
        }

        /**
         * Where calls go that have no queue. Default: fal's own URL for them, or, for a base URL that is not fal's, that base
         * URL. The credential goes there too.
         *
         * @param url as for {@link #baseUrl(String)}
         * @return this
         */
        public Builder directUrl(String url) {
            this.directUrl = Optional.of(url);
            return this;
        }

        /**
         * Where files are uploaded. Default: fal's own storage, or, for a base URL that is not fal's, that base URL. The
         * credential goes there too.
         *
         * @param url as for {@link #baseUrl(String)}
         * @return this
         */
        public Builder storageUrl(String url) {
            this.storageUrl = Optional.of(url);
            return this;
        }

        /**
         * Lets the key travel, and those of webhooks be read, without TLS to one host beside this machine.
         *
         * @param host its name, as the URL has it
         * @return this
         */
        public Builder allowInsecureHost(String host) {
            insecureHosts.add(host.toLowerCase(Locale.ROOT));
            return this;
        }

        /**
         * Who pays. Default: nobody, no credential is sent.
         *
         * @param value the credentials
         * @return this
         */
        public Builder credentials(FalCredentials value) {
            this.credentials = Optional.of(value);
            return this;
        }

        /**
         * Sends every call to a proxy of fal's own kind, such as {@code @fal-ai/server-proxy}, and tells it where the call is
         * meant to go. The proxy holds the key: {@link #credentials(FalCredentials)} are not sent to it, and no backup host is
         * tried. What results point to is fetched without it. (An HTTP or SOCKS proxy is another thing: a matter of the HTTP
         * client.)
         *
         * @param url the proxy's route, by the rules of {@link #baseUrl(String)}
         * @return this
         */
        public Builder proxyUrl(String url) {
            this.proxyUrl = Optional.of(url);
            return this;
        }

        /**
         * What to send to the proxy, if it asks who is there. fal's own proxy passes it on to fal in place of its key: give it
         * the key itself, or a proxy of another kind its token. Default: nothing.
         *
         * @param value the credentials
         * @return this
         */
        public Builder proxyCredentials(FalCredentials value) {
            this.proxyCredentials = Optional.of(value);
            return this;
        }

        /**
         * How long making a connection may take. Default 5 s.
         *
         * @param value more than zero
         * @return this
         */
        public Builder connectTimeout(Duration value) {
            this.connectTimeout = positive("connectTimeout", value);
            return this;
        }

        /**
         * How long one exchange may take, from its start (the wait for a connection included) to the last byte of its
         * answer; of a status stream, to the head of its answer. What is sent to the backup host, since no connection could
         * be made, is answered within the same time. Default 30 s.
         *
         * @param value more than zero
         * @return this
         */
        public Builder requestTimeout(Duration value) {
            this.requestTimeout = positive("requestTimeout", value);
            return this;
        }

        /**
         * How long the cancel call that a stop policy asks for may take. Default 5 s.
         *
         * @param value more than zero
         * @return this
         */
        public Builder cancelTimeout(Duration value) {
            this.cancelTimeout = positive("cancelTimeout", value);
            return this;
        }

        /**
         * How long a status stream may bring neither an event nor a comment before its watch goes on by polling. Default
         * 45 s. The service sends a comment each 15 s, so choose more than that.
         *
         * @param value more than zero
         * @return this
         */
        public Builder streamIdleTimeout(Duration value) {
            this.streamIdleTimeout = positive("streamIdleTimeout", value);
            return this;
        }

        /**
         * The largest result. Default 16 MiB; results with inline images need it.
         *
         * @param bytes 1 or more
         * @return this
         */
        public Builder maxResultBytes(int bytes) {
            this.maxResultBytes = positive("maxResultBytes", bytes);
            return this;
        }

        /**
         * The largest answer to a submit, status or cancel call, and the largest event of a status stream. Default 1 MiB.
         *
         * @param bytes 1 or more
         * @return this
         */
        public Builder maxStatusBytes(int bytes) {
            this.maxStatusBytes = positive("maxStatusBytes", bytes);
            return this;
        }

        /**
         * How many status calls a second all watches of one client make together, at most; opening a stream is one.
         * Watches beyond it are polled more slowly, the most useful calls first and each in its time. A 429 halves it, and
         * good answers give a fiftieth of the whole back each second. A server that is slow admits
         * fewer: see {@link Connections}. Default 5,000.
         *
         * @param calls 1 or more
         * @return this
         */
        public Builder statusCallsPerSecond(int calls) {
            this.statusCallsPerSecond = positive("statusCallsPerSecond", calls);
            return this;
        }

        /**
         * The pauses between the status calls of a watch. Default: {@link PollPolicy#adaptive()}, one for
         * each configuration, so that clients of one configuration share what they learn.
         *
         * @param value the policy
         * @return this
         */
        public Builder pollPolicy(PollPolicy value) {
            this.pollPolicy = Optional.of(value);
            return this;
        }

        /**
         * Whether failed calls are repeated. Default {@link RetryPolicy#DEFAULT}.
         *
         * @param value the policy
         * @return this
         */
        public Builder retryPolicy(RetryPolicy value) {
            this.retryPolicy = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sends a submit again after a 503 page of something before the queue. Default: no, since such a page does not
         * prove that the submit was not accepted. Choose it only if you know that what stands before the queue answers 503
         * before it passes a request on, never after. A 503 of the queue itself or of a model is never sent again.
         *
         * @return this
         */
        public Builder resendSubmitOnEdge503() {
            this.resendsSubmitOnEdge503 = true;
            return this;
        }

        /**
         * How many connections there are, and how long they are kept. Default {@link Connections#DEFAULT}.
         *
         * @param value the limits
         * @return this
         */
        public Builder connections(Connections value) {
            this.connections = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * After how long one submit tries an account again that was found out of balance. Until then submits fail at once
         * with {@link FalException.Rejected.Reason#BALANCE_LOCKED}, and nothing is sent: one empty account does not burn
         * ten thousand calls. Default 30 s.
         *
         * @param value more than zero
         * @return this
         */
        public Builder balanceProbeAfter(Duration value) {
            this.balanceProbeAfter = Optional.of(positive("balanceProbeAfter", value));
            return this;
        }

        /**
         * Sends each submit, whatever is known of the account's balance.
         *
         * @return this
         */
        public Builder noBalanceBreaker() {
            this.balanceProbeAfter = Optional.empty();
            return this;
        }

        /**
         * Where the keys are published that webhooks are signed with. No credential is sent there. Default: fal's own.
         *
         * @param url as for {@link #baseUrl(String)}: who answers there decides which webhooks are believed
         * @return this
         */
        public Builder webhookKeysUrl(String url) {
            this.webhookKeysUrl = Objects.requireNonNull(url, "url");
            return this;
        }

        /**
         * Makes the configuration. The builder may go on to be used.
         *
         * @return the configuration
         * @throws FalException.InvalidInput if a URL is unsafe or is none
         */
        public FalConfig build() {
            return new FalConfig(this);
        }

        /** A relay's key must not go to fal: what is not named is where the base URL is. */
        private URI serviceUrl(String what, Optional<String> url, URI base, URI fal) {
            return url.map(given -> BaseUrl.checked(what, given, insecureHosts))
                    .orElse(base.equals(BaseUrl.DEFAULT) ? fal : base);
        }

        private static Duration positive(String name, Duration value) {
            if (value.isZero() || value.isNegative()) {
                throw new IllegalArgumentException(name + " must be more than zero: " + value);
            }
            return value;
        }

        private static int positive(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " must be 1 or more: " + value);
            }
            return value;
        }
    }
}
