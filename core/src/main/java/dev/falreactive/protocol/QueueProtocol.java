package dev.falreactive.protocol;

import dev.falreactive.CancelOutcome;
import dev.falreactive.Endpoint;
import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.FalException;
import dev.falreactive.InputFile;
import dev.falreactive.JobResult;
import dev.falreactive.QueueTicket;
import dev.falreactive.RelayProfile;
import dev.falreactive.RelayProfile.Offer;
import dev.falreactive.StatusUpdate;
import dev.falreactive.SubmitOptions;
import dev.falreactive.Violation;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The queue's calls as values. Sends nothing: an adapter executes the {@link Exchange}s, which may be done again and again.
 */
public final class QueueProtocol {

    private static final byte[] NO_BODY = {};
    static final String JSON = "application/json";
    static final WireHeaders COMMON = WireHeaders.of(Map.of(
            HeaderNames.ACCEPT,
            JSON,
            HeaderNames.ACCEPT_ENCODING,
            "identity",
            HeaderNames.USER_AGENT,
            "fal-reactive (java)"));

    private final FalConfig config;
    private final UnaryOperator<String> redactor;
    private final List<URI> origins;

    /**
     * The calls for one configuration.
     *
     * @param config the configuration
     */
    public QueueProtocol(FalConfig config) {
        this.config = Objects.requireNonNull(config, "config");
        this.origins = Stream.of(
                        Stream.of(config.baseUrl(), config.directUrl(), config.storageUrl()),
                        config.backupBaseUrl().stream(),
                        config.backupDirectUrl().stream())
                .flatMap(urls -> urls)
                .toList();
        this.redactor = redactor(config);
    }

    /** Blanks every credential that may have been sent. */
    static UnaryOperator<String> redactor(FalConfig config) {
        List<FalCredentials> all = Stream.concat(config.credentials().stream(), config.proxyCredentials().stream())
                .toList();
        return text -> {
            String redacted = text;
            for (FalCredentials each : all) {
                redacted = each.redact(redacted);
            }
            return redacted;
        };
    }

    /**
     * Submits a job.
     *
     * @param endpoint what to submit to
     * @param input the input
     * @param options what else to say
     * @param <I> the input's type
     * @return the exchange that brings the ticket
     * @throws FalException.InvalidInput if the input breaks the endpoint's rules; the error names all of them
     */
    public <I> Exchange<QueueTicket> submit(Endpoint<I, ?> endpoint, I input, SubmitOptions options) {
        return submit(endpoint, input, options, InputFile::url);
    }

    /**
     * Submits a job whose input may hold files.
     *
     * @param endpoint what to submit to
     * @param input the input
     * @param options what else to say
     * @param urls says what to write for a file; asked once for each that the input holds
     * @param <I> the input's type
     * @return the exchange that brings the ticket
     * @throws FalException.InvalidInput if the input breaks the endpoint's rules; the error names all of them
     */
    public <I> Exchange<QueueTicket> submit(
            Endpoint<I, ?> endpoint, I input, SubmitOptions options, Function<InputFile, String> urls) {
        byte[] body = body(endpoint, input, urls);
        SubmitDecoder decoder = new SubmitDecoder(
                endpoint.id(),
                Digest.sha256(body),
                redactor,
                new SubmitDecoder.Choices(
                        config.resendsSubmitOnEdge503(),
                        options.maxQueueLength().isPresent()));
        WireRequest request = new WireRequest(
                HttpMethod.POST,
                SubmitHeaders.withQuery(JobPaths.submit(config.baseUrl(), endpoint.id()), options),
                SubmitHeaders.of(COMMON.with(HeaderNames.CONTENT_TYPE, JSON), options),
                body);
        return new Exchange<>(
                request, config.maxStatusBytes(), LostStatus.mendedWhenPaid(config, decoder::decode), decoder::failed);
    }

    /** The checked input as it is sent. */
    static <I> byte[] body(Endpoint<I, ?> endpoint, I input, Function<InputFile, String> urls) {
        try {
            List<Violation> violations = endpoint.check(input);
            if (!violations.isEmpty()) {
                throw new FalException.InvalidInput("The input of " + endpoint.id(), violations);
            }
            return endpoint.input().write(input, urls);
        } catch (IllegalArgumentException e) {
            throw new FalException.InvalidInput(
                    "The input of " + endpoint.id(),
                    List.of(new Violation("", "type", String.valueOf(e.getMessage()))));
        }
    }

    /**
     * Asks how a job is: on its status path, or, if the relay has none, on its result path, which is also what the exchange
     * names for the case that it shows to have none. Log lines and the place in the queue are known to the status path alone.
     *
     * @param ticket the job
     * @param logs whether to ask for its log lines
     * @return the exchange that brings the status, with all log lines that the server shows
     */
    public Exchange<StatusUpdate> status(QueueTicket ticket, boolean logs) {
        RelayProfile profile = config.profile();
        JobCallDecoder call = call(ticket);
        if (profile.statusPath() == Offer.ABSENT) {
            return statusByResult(ticket, call);
        }
        Exchange<StatusUpdate> byStatus = new Exchange<>(
                get(target(ticket, ticket.statusPath() + (logs ? "?logs=1" : ""))),
                config.maxStatusBytes(),
                LostStatus.mended(config, new StatusDecoder(call, profile)::decode),
                call::failed);
        return profile.statusPath() == Offer.AUTO ? byStatus.or(() -> statusByResult(ticket, call)) : byStatus;
    }

    private Exchange<StatusUpdate> statusByResult(QueueTicket ticket, JobCallDecoder call) {
        return new Exchange<>(
                get(target(ticket, ticket.resultPath())),
                config.maxResultBytes(),
                LostStatus.mended(config, new PolledResultDecoder(call)::decode),
                call::failed);
    }

    /**
     * Asks to be told how a job is, now and whenever it changes, until it ends. fal sends a comment every 15 seconds while
     * nothing changes. A relay may know no stream and refuse; a stream may end early.
     *
     * @param ticket the job
     * @param logs whether to ask for its log lines
     * @return the exchange whose events are statuses, each with all log lines that the server shows in it
     */
    public EventExchange<StatusUpdate> statusStream(QueueTicket ticket, boolean logs) {
        JobCallDecoder call = call(ticket);
        StatusEventDecoder decoder =
                new StatusEventDecoder(call, config.profile().isFal());
        URI uri = target(ticket, JobPaths.stream(ticket.statusPath()) + (logs ? "?logs=1" : "?logs=0"));
        WireRequest request = new WireRequest(
                HttpMethod.GET, uri, COMMON.with(HeaderNames.ACCEPT, EventExchange.CONTENT_TYPE), NO_BODY);
        return new EventExchange<>(
                request,
                config.maxStatusBytes(),
                decoder::decode,
                LostStatus.mended(config, decoder::refused),
                call::failed);
    }

    /**
     * Asks for a job's result.
     *
     * @param endpoint how to read it
     * @param ticket the job
     * @param jobHasEnded whether the status has said that the job ended: if so, an answer that it has not may be transient
     * @param <O> the output's type
     * @return the exchange that brings the result
     */
    public <O> Exchange<JobResult<O>> result(Endpoint<?, O> endpoint, QueueTicket ticket, boolean jobHasEnded) {
        JobCallDecoder call = call(ticket);
        ResultDecoder<O> decoder = new ResultDecoder<>(call, endpoint.output(), jobHasEnded, config.profile());
        Exchange<JobResult<O>> byResult = new Exchange<>(
                get(target(ticket, ticket.resultPath())),
                config.maxResultBytes(),
                LostStatus.mended(config, decoder::decode),
                call::failed);
        return config.profile().statusPath() == Offer.AUTO
                ? byResult.or(() -> new Exchange<>(
                        get(target(ticket, ticket.statusPath())),
                        config.maxResultBytes(),
                        decoder::decodeStatus,
                        call::failed))
                : byResult;
    }

    /**
     * Cancels a job.
     *
     * @param ticket the job
     * @return the exchange that brings what came of it
     */
    public Exchange<CancelOutcome> cancel(QueueTicket ticket) {
        JobCallDecoder call = call(ticket);
        WireRequest request = new WireRequest(HttpMethod.PUT, target(ticket, ticket.cancelPath()), COMMON, NO_BODY);
        return new Exchange<>(
                request,
                config.maxStatusBytes(),
                LostStatus.mended(
                        config, new CancelDecoder(call, config.profile().isFal())::decode),
                call::failed);
    }

    /**
     * Makes sure that a ticket belongs to an endpoint, so that nothing is sent for another's.
     *
     * @param endpoint the endpoint
     * @param ticket the ticket
     * @throws FalException.InvalidInput if it does not
     */
    public static void requireOwn(Endpoint<?, ?> endpoint, QueueTicket ticket) {
        if (!endpoint.id().equals(ticket.endpoint())) {
            throw TicketJson.invalid("/endpoint", "is a ticket of " + ticket.endpoint() + ", not of " + endpoint.id());
        }
    }

    /** {@return for adapters: whether there is a host to go to when no connection to a request's own can be made} */
    public boolean hasBackup() {
        return config.backupBaseUrl().isPresent();
    }

    /**
     * For adapters: where to send a request instead when no connection to its own host can be made.
     *
     * @param request the request
     * @return the same request to the backup host, if one is configured
     */
    public Optional<WireRequest> onBackup(WireRequest request) {
        URI uri = request.uri();
        String origin = BaseUrl.origin(uri);
        return backupOf(origin).map(backup -> {
            String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            return new WireRequest(
                    request.method(), URI.create(backup + uri.getRawPath() + query), request.headers(), request.body());
        });
    }

    private Optional<URI> backupOf(String origin) {
        if (config.proxyUrl().isPresent()) {
            return Optional.empty();
        }
        if (origin.equals(BaseUrl.origin(config.baseUrl()))) {
            return config.backupBaseUrl();
        }
        return origin.equals(BaseUrl.origin(config.directUrl())) ? config.backupDirectUrl() : Optional.empty();
    }

    /**
     * For adapters: what goes over the wire in a request's place. With a proxy, a request that may carry the credential goes
     * to the proxy instead, which is told where to.
     *
     * @param request the request
     * @return the request, or the one to the proxy
     */
    public WireRequest routed(WireRequest request) {
        return config.proxyUrl()
                .filter(proxy -> isConfiguredOrigin(request.uri()))
                .map(proxy -> new WireRequest(
                        request.method(),
                        proxy,
                        request.headers()
                                .with(HeaderNames.TARGET_URL, request.uri().toString()),
                        request.body()))
                .orElse(request);
    }

    /**
     * For adapters: what to send with a request that was {@linkplain #routed(WireRequest) routed}, by where it goes.
     *
     * @param uri where it goes
     * @return the credential for a configured origin; the proxy's own for the proxy; else none
     */
    public Optional<FalCredentials> credentialsFor(URI uri) {
        Optional<URI> proxy = config.proxyUrl();
        if (proxy.isPresent()) {
            return BaseUrl.isSameOrigin(uri, proxy.get()) ? config.proxyCredentials() : Optional.empty();
        }
        return isConfiguredOrigin(uri) ? config.credentials() : Optional.empty();
    }

    /**
     * For adapters: blanks each credential that may have been sent.
     *
     * @param text what may quote one
     * @return the text without it
     */
    public String redacted(String text) {
        return redactor.apply(text);
    }

    /**
     * For adapters: whether a request may carry the credential.
     *
     * @param uri where it goes
     * @return whether that is a configured origin
     */
    public boolean isConfiguredOrigin(URI uri) {
        for (URI origin : origins) {
            if (BaseUrl.isSameOrigin(origin, uri)) {
                return true;
            }
        }
        return false;
    }

    /**
     * For adapters: what a request is about that they are to send.
     *
     * @param request the request, before it is {@linkplain #routed(WireRequest) routed}
     * @return what it is about
     */
    public WireCall callOf(WireRequest request) {
        return WireCall.of(request, config, isConfiguredOrigin(request.uri()));
    }

    private JobCallDecoder call(QueueTicket ticket) {
        return new JobCallDecoder(ticket, config.retryPolicy().maxRetryAfter(), redactor);
    }

    private URI target(QueueTicket ticket, String path) {
        return JobPaths.ofJob(config.baseUrl(), ticket.endpoint(), path);
    }

    static WireRequest get(URI uri) {
        return new WireRequest(HttpMethod.GET, uri, COMMON, NO_BODY);
    }
}
