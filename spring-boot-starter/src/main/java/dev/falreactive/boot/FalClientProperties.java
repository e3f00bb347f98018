package dev.falreactive.boot;

import dev.falreactive.FalCredentials;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What the properties say of one client: {@code fal.*} of the default one, {@code fal.clients.<name>.*} of a named one.
 * Nothing is taken over from one client to another.
 */
public class FalClientProperties {

    /**
     * Who pays: a key as id:secret, or a relay's token. Empty is unset. If it is unset, the default client takes FAL_KEY, or
     * FAL_KEY_ID and FAL_KEY_SECRET, from the environment.
     */
    private @Nullable String key;

    /**
     * How the key is named on the wire: as fal itself has it, or as most relays do. If it is unset: as the profile's relay
     * wants it.
     */
    private FalCredentials.@Nullable Scheme auth;

    /** What is spoken at the base URL, if that is a relay: fal, auto, result-only, or a relay's name. Unset: fal or auto. */
    private @Nullable String profile;

    /** Where the queue is: https, or http to this machine, with an optional path prefix. */
    private String baseUrl = "https://queue.fal.run";

    /** Hosts beside this machine to which the key may travel without TLS. */
    private List<String> insecureHosts = new ArrayList<>();

    /** How long making a connection may take. */
    private Duration connectTimeout = Duration.ofSeconds(5);

    /** How long one exchange may take, from its start to the last byte of its answer. */
    private Duration requestTimeout = Duration.ofSeconds(30);

    /** How long the cancel call that a stop policy asks for may take. */
    private Duration cancelTimeout = Duration.ofSeconds(5);

    /** How long a status stream may be silent before its watch polls. */
    private Duration streamIdleTimeout = Duration.ofSeconds(45);

    /** The largest result. Results with inline images need it. */
    private DataSize maxResultSize = DataSize.ofMegabytes(16);

    /** The largest answer to any other call, and the largest event of a status stream. */
    private DataSize maxStatusSize = DataSize.ofMegabytes(1);

    /** How many status calls a second all watches of the client make together, at most. */
    private int statusCallsPerSecond = 5_000;

    private Poll poll = new Poll(null);

    private Retry retry =
            new Retry(8, Duration.ofMillis(100), Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofSeconds(60));

    private Connections connections = new Connections(64, 256, 20_000, Duration.ofSeconds(20), Duration.ofMinutes(5));

    private Balance balance = new Balance(true, Duration.ofSeconds(30));

    private Ssl ssl = new Ssl(null);

    /**
     * How a watch polls.
     *
     * @param pause a constant pause between two status calls of a watch; unset for the library's own poll policy
     */
    public record Poll(@Nullable Duration pause) {}

    /**
     * Whether failed calls are repeated. A submit that may have arrived never is, whatever is said here.
     *
     * @param maxFailures how many failures in a row end a call
     * @param firstPause the pause after the first failure; doubled after each further one
     * @param maxPause the longest pause of the client's choice
     * @param maxUnreachable how long a call is tried while no connection can be made
     * @param maxRetryAfter the longest pause that a server may ask for; if it asks for more the call fails at once
     */
    public record Retry(
            @DefaultValue("8") int maxFailures,
            @DefaultValue("100ms") Duration firstPause,
            @DefaultValue("3s") Duration maxPause,
            @DefaultValue("10s") Duration maxUnreachable,
            @DefaultValue("60s") Duration maxRetryAfter) {}

    /**
     * How many connections there are, and how long they are kept.
     *
     * @param max how many are open at a time, for submits and for all other calls each
     * @param maxStreams how many status streams are open at a time; a watch that finds none free polls
     * @param maxWaiting how many calls may wait for a free connection
     * @param maxIdle how long an idle connection is kept
     * @param maxLife how long a connection is used at all
     */
    public record Connections(
            @DefaultValue("64") int max,
            @DefaultValue("256") int maxStreams,
            @DefaultValue("20000") int maxWaiting,
            @DefaultValue("20s") Duration maxIdle,
            @DefaultValue("5m") Duration maxLife) {}

    /**
     * What becomes of submits when the account is out of balance.
     *
     * @param breaker whether submits are held back once the service has said so
     * @param probeAfter after how long one submit tries again
     */
    public record Balance(
            @DefaultValue("true") boolean breaker,
            @DefaultValue("30s") Duration probeAfter) {}

    /**
     * How connections are secured.
     *
     * @param bundle the name of an SSL bundle (spring.ssl.bundle) with what to trust and who this client is; for files of
     *     results too
     */
    public record Ssl(@Nullable String bundle) {}

    /** {@return the key; null if unset} */
    public @Nullable String getKey() {
        return key;
    }

    /** @param key the key */
    public void setKey(@Nullable String key) {
        this.key = key;
    }

    /** {@return how the key is named on the wire; null if unset} */
    public FalCredentials.@Nullable Scheme getAuth() {
        return auth;
    }

    /** @param auth how the key is named on the wire */
    public void setAuth(FalCredentials.@Nullable Scheme auth) {
        this.auth = auth;
    }

    /** {@return what is spoken at the base URL; null if unset} */
    public @Nullable String getProfile() {
        return profile;
    }

    /** @param profile what is spoken at the base URL */
    public void setProfile(@Nullable String profile) {
        this.profile = profile;
    }

    /** {@return where the queue is} */
    public String getBaseUrl() {
        return baseUrl;
    }

    /** @param baseUrl where the queue is */
    public void setBaseUrl(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    /** {@return hosts to which the key may travel without TLS} */
    public List<String> getInsecureHosts() {
        return insecureHosts;
    }

    /** @param insecureHosts hosts to which the key may travel without TLS */
    public void setInsecureHosts(List<String> insecureHosts) {
        this.insecureHosts = insecureHosts;
    }

    /** {@return how long making a connection may take} */
    public Duration getConnectTimeout() {
        return connectTimeout;
    }

    /** @param connectTimeout how long making a connection may take */
    public void setConnectTimeout(Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    /** {@return how long one exchange may take} */
    public Duration getRequestTimeout() {
        return requestTimeout;
    }

    /** @param requestTimeout how long one exchange may take */
    public void setRequestTimeout(Duration requestTimeout) {
        this.requestTimeout = requestTimeout;
    }

    /** {@return how long a stop policy's cancel call may take} */
    public Duration getCancelTimeout() {
        return cancelTimeout;
    }

    /** @param cancelTimeout how long a stop policy's cancel call may take */
    public void setCancelTimeout(Duration cancelTimeout) {
        this.cancelTimeout = cancelTimeout;
    }

    /** {@return how long a status stream may be silent} */
    public Duration getStreamIdleTimeout() {
        return streamIdleTimeout;
    }

    /** @param streamIdleTimeout how long a status stream may be silent */
    public void setStreamIdleTimeout(Duration streamIdleTimeout) {
        this.streamIdleTimeout = streamIdleTimeout;
    }

    /** {@return the largest result} */
    public DataSize getMaxResultSize() {
        return maxResultSize;
    }

    /** @param maxResultSize the largest result */
    public void setMaxResultSize(DataSize maxResultSize) {
        this.maxResultSize = maxResultSize;
    }

    /** {@return the largest answer to any other call} */
    public DataSize getMaxStatusSize() {
        return maxStatusSize;
    }

    /** @param maxStatusSize the largest answer to any other call */
    public void setMaxStatusSize(DataSize maxStatusSize) {
        this.maxStatusSize = maxStatusSize;
    }

    /** {@return how many status calls are made a second} */
    public int getStatusCallsPerSecond() {
        return statusCallsPerSecond;
    }

    /** @param statusCallsPerSecond how many status calls are made a second */
    public void setStatusCallsPerSecond(int statusCallsPerSecond) {
        this.statusCallsPerSecond = statusCallsPerSecond;
    }

    /** {@return how a watch polls} */
    public Poll getPoll() {
        return poll;
    }

    /** @param poll how a watch polls */
    public void setPoll(Poll poll) {
        this.poll = poll;
    }

    /** {@return whether failed calls are repeated} */
    public Retry getRetry() {
        return retry;
    }

    /** @param retry whether failed calls are repeated */
    public void setRetry(Retry retry) {
        this.retry = retry;
    }

    /** {@return how many connections there are} */
    public Connections getConnections() {
        return connections;
    }

    /** @param connections how many connections there are */
    public void setConnections(Connections connections) {
        this.connections = connections;
    }

    /** {@return what becomes of submits when the account is out of balance} */
    public Balance getBalance() {
        return balance;
    }

    /** @param balance what becomes of submits when the account is out of balance */
    public void setBalance(Balance balance) {
        this.balance = balance;
    }

    /** {@return how connections are secured} */
    public Ssl getSsl() {
        return ssl;
    }

    /** @param ssl how connections are secured */
    public void setSsl(Ssl ssl) {
        this.ssl = ssl;
    }

    /** {@return where and how, without the key} */
    @Override
    public String toString() {
        return getClass().getSimpleName() + "[baseUrl=" + baseUrl + ", key=" + (key == null ? "unset" : "redacted")
                + "]";
    }
}
