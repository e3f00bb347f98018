package dev.falreactive.reactor;

import dev.falreactive.FalConfig;
import dev.falreactive.protocol.HeaderNames;
import dev.falreactive.protocol.HttpMethod;
import dev.falreactive.protocol.QueueProtocol;
import dev.falreactive.protocol.TransportFault;
import dev.falreactive.protocol.WireHeaders;
import dev.falreactive.protocol.WireRequest;
import dev.falreactive.protocol.WireResponse;
import dev.falreactive.reactor.TransportRefusals.ClosedClientException;
import dev.falreactive.reactor.TransportRefusals.NoFreeStreamException;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpContentDecompressor;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.netty.Connection;
import reactor.netty.NettyPipeline;
import reactor.netty.http.client.HttpClient;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;
import reactor.netty.resources.ConnectionProvider;

/**
 * The only class that knows Reactor Netty, beside {@link NettyFiles}, which it makes. Keeps five pools: one for calls that
 * may be repeated; one whose connections carry a single submit each, because a pooled connection that the server is just
 * closing would turn a submit into one of unknown outcome; one for streams, so that however many there are, no call waits for
 * their connections; one like that of submits for direct runs, which may keep a connection for minutes; and one for files,
 * which wait for each other as long as it takes.
 */
final class NettyTransport implements Transport, DirectTransport {

    /** With half the connect timeout for each: a name is known, or not, within twice the connect timeout. */
    private static final int MAX_DNS_QUERIES = 4;

    private static final Duration NO_LIMIT = Duration.ofDays(1);

    private static final int MAX_HEADER_BYTES = 64 * 1024;

    private static final byte[] NO_BODY = {};

    private final FalConfig config;
    private final QueueProtocol protocol;
    private final Scheduler timer;
    private final Timers timers;
    private final ConnectionProvider pool;
    private final ConnectionProvider submitPool;
    private final ConnectionProvider streamPool;
    private final ConnectionProvider directPool;
    private final ConnectionProvider filePool;
    private final HttpClient client;
    private final HttpClient submitClient;
    private final HttpClient streamClient;
    private final HttpClient directClient;
    private final NettyFiles files;
    private final Semaphore streams;
    private final Sinks.Empty<Void> closing = Sinks.empty();
    private volatile @Nullable Reads reads;
    private volatile boolean closed;

    private NettyTransport(FalConfig config, UnaryOperator<HttpClient> adaptation, Scheduler timer) {
        this.config = config;
        this.protocol = new QueueProtocol(config);
        this.timer = timer;
        this.timers = new Timers(timer);
        this.pool = provider("fal", config)
                .maxIdleTime(config.connections().maxIdle())
                .maxLifeTime(config.connections().maxLife())
                .evictInBackground(config.connections().maxIdle())
                .build();
        this.submitPool = provider("fal-submit", config)
                .evictionPredicate(NettyTransport::isUsed)
                .build();
        // One that is just closed by the server may still count for a moment: more may wait than are open.
        this.streamPool = provider("fal-stream", config)
                .maxConnections(config.connections().maxStreams())
                .evictionPredicate(NettyTransport::isUsed)
                .build();
        this.directPool = provider("fal-direct", config)
                .evictionPredicate(NettyTransport::isUsed)
                .build();
        this.streams = new Semaphore(config.connections().maxStreams());
        this.client = client(pool, config, adaptation);
        this.submitClient = client(submitPool, config, adaptation);
        // How long a stream may be silent is not for a hook to say that was made for calls.
        this.streamClient = client(streamPool, config, adaptation).responseTimeout(null);
        this.directClient = client(directPool, config, adaptation).responseTimeout(null);
        // Whole files may be under way on all connections: who waits for one waits as long as they take.
        this.filePool = provider("fal-files", config)
                .pendingAcquireTimeout(NO_LIMIT)
                .maxIdleTime(config.connections().maxIdle())
                .maxLifeTime(config.connections().maxLife())
                .evictInBackground(config.connections().maxIdle())
                .build();
        this.files = new NettyFiles(client(filePool, config, adaptation), config.requestTimeout(), timer, () -> closed);
    }

    static NettyTransport create(FalConfig config, UnaryOperator<HttpClient> adaptation, Scheduler timer) {
        return new NettyTransport(config, adaptation, timer);
    }

    private static ConnectionProvider.Builder provider(String name, FalConfig config) {
        return ConnectionProvider.builder(name)
                .maxConnections(config.connections().max())
                .pendingAcquireMaxCount(config.connections().maxWaiting())
                .pendingAcquireTimeout(config.requestTimeout())
                // Closing waits so long for what was sent already.
                .disposeTimeout(config.requestTimeout())
                .lifo();
    }

    private static boolean isUsed(Connection connection, ConnectionProvider.ConnectionMetadata use) {
        return use.acquireCount() > 0;
    }

    private static HttpClient client(
            ConnectionProvider provider, FalConfig config, UnaryOperator<HttpClient> adaptation) {
        HttpClient base = HttpClient.create(provider)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        Math.min(Integer.MAX_VALUE, config.connectTimeout().toMillis()))
                .resolver(spec ->
                        spec.queryTimeout(config.connectTimeout().dividedBy(2)).maxQueriesPerResolve(MAX_DNS_QUERIES))
                .httpResponseDecoder(
                        spec -> spec.maxHeaderSize(MAX_HEADER_BYTES).allowDuplicateContentLengths(true))
                .doOnChannelInit((observer, channel, remote) -> {
                    if (channel.pipeline().get(NettyPipeline.HttpCodec) != null) {
                        // Nothing compressed is asked for; some servers compress all the same.
                        channel.pipeline()
                                .addAfter(NettyPipeline.HttpCodec, "fal.decompression", new HttpContentDecompressor(0))
                                .addAfter(NettyPipeline.HttpCodec, "fal.interim", new InterimResponses());
                    }
                });
        return adaptation.apply(base).followRedirect(false).disableRetry(true);
    }

    @Override
    public Mono<WireResponse> send(WireRequest request, int maxResponseBytes, Departure departure) {
        return Mono.defer(() -> {
            if (closed) {
                return Mono.error(new TransportException(closed(request, new ClosedClientException())));
            }
            Sent sent = new Sent(departure);
            return new TimedCall<>(
                    exchange(request, maxResponseBytes, sent),
                    config.requestTimeout(),
                    timers,
                    error -> new TransportException(
                            fault(request, error, sent.leftInTheEnd()).withHead(sent.head())));
        });
    }

    @Override
    public <T> Flux<T> open(WireRequest request, MediaSource.Reader<T> reader) {
        return Flux.defer(() -> {
            if (closed) {
                return Flux.error(new TransportException(closed(request, new ClosedClientException())));
            }
            if (!streams.tryAcquire()) {
                return Flux.error(new TransportException(fault(request, new NoFreeStreamException(), false)));
            }
            AtomicBoolean left = new AtomicBoolean();
            return Flux.defer(() -> stream(request, reader, left))
                    .takeUntilOther(closing.asMono())
                    .onErrorMap(error -> new TransportException(fault(request, error, left.get())))
                    .doFinally(signal -> streams.release());
        });
    }

    /** The first element stands for the head, whose arrival is limited in time, and is taken off again. */
    private <T> Flux<T> stream(WireRequest request, MediaSource.Reader<T> reader, AtomicBoolean left) {
        Departure departure = () -> {
            left.set(true);
            return true;
        };
        return receiver(streamClient, request, departure)
                .response((response, content) -> Flux.concat(
                        Mono.just(Optional.<T>empty()),
                        Flux.from(reader.read(
                                        response.status().code(),
                                        headers(response.responseHeaders()),
                                        content.asByteArray()))
                                .map(Optional::of)))
                .timeout(Mono.delay(config.requestTimeout(), timer))
                .handle((element, sink) -> element.ifPresent(sink::next));
    }

    @Override
    public <T> Flux<T> call(WireRequest request, Duration limit, MediaSource.Reader<T> reader) {
        return Flux.defer(() -> {
            if (closed) {
                return Flux.error(new TransportException(closed(request, new ClosedClientException())));
            }
            AtomicBoolean left = new AtomicBoolean();
            Departure departure = () -> {
                left.set(true);
                return true;
            };
            Flux<T> run = receiver(directClient, request, departure)
                    .response((response, content) -> reader.read(
                            response.status().code(), headers(response.responseHeaders()), content.asByteArray()));
            return Until.failing(run, Mono.delay(limit, timer).map(time -> new TimeoutException("the whole run")))
                    .onErrorMap(
                            error -> !(error instanceof TransportException),
                            error -> new TransportException(directFault(request, error, left.get())));
        });
    }

    private TransportFault directFault(WireRequest request, Throwable error, boolean left) {
        if (!(error instanceof TimeoutException)) {
            return fault(request, error, left);
        }
        TransportFault.Kind kind = left ? TransportFault.Kind.NO_ANSWER : TransportFault.Kind.NOT_SENT;
        String description = request + " at " + request.uri().getHost() + ": "
                + (left ? "not over" : "not sent, since no connection was made, or free,")
                + " in the time for the whole run";
        return new TransportFault(kind, description, now(), error);
    }

    private Flux<WireResponse> exchange(WireRequest request, int maxResponseBytes, Sent sent) {
        boolean submits = request.method() == HttpMethod.POST;
        return receiver(submits ? submitClient : client, request, sent).response((response, content) -> {
            int status = response.status().code();
            WireHeaders headers = headers(response.responseHeaders());
            if (submits) {
                // It may name the job though its body never comes.
                sent.answered(new WireResponse(status, headers, NO_BODY, now()));
            }
            return new WholeBody<>(
                    content.asByteArray(), maxResponseBytes, body -> new WireResponse(status, headers, body, now()));
        });
    }

    private HttpClient.ResponseReceiver<?> receiver(HttpClient chosen, WireRequest asked, Departure departure) {
        WireRequest request = protocol.routed(asked);
        return sender(chosen, request).uri(request.uri()).send((outgoing, outbound) -> {
            // Here and not before, so that nothing but the request holds it.
            protocol.credentialsFor(request.uri())
                    .ifPresent(credentials ->
                            outgoing.requestHeaders().set(HeaderNames.AUTHORIZATION, credentials.headerValue()));
            if (!departure.leave()) {
                return Mono.error(new CancellationException("cancelled before it was sent"));
            }
            return request.body().length == 0
                    ? outbound.send(Mono.empty())
                    : outbound.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(request.body())));
        });
    }

    /** Most calls are reads with the same headers: what sends them is made once. */
    private HttpClient.RequestSender sender(HttpClient chosen, WireRequest request) {
        if (request.method() != HttpMethod.GET || chosen != client) {
            return newSender(chosen, request);
        }
        Reads ready = reads;
        if (ready == null || ready.headers() != request.headers()) {
            ready = new Reads(request.headers(), newSender(chosen, request));
            reads = ready;
        }
        return ready.sender();
    }

    private static HttpClient.RequestSender newSender(HttpClient chosen, WireRequest request) {
        return chosen.headers(headers -> {
                    request.headers().asMap().forEach(headers::set);
                    if (request.method() != HttpMethod.GET) {
                        headers.set(HttpHeaderNames.CONTENT_LENGTH, request.body().length);
                    }
                })
                .request(io.netty.handler.codec.http.HttpMethod.valueOf(
                        request.method().name()));
    }

    private record Reads(WireHeaders headers, HttpClient.RequestSender sender) {}

    static WireHeaders headers(HttpHeaders headers) {
        return WireHeaders.readBy(() -> {
            Map<String, String> first = new LinkedHashMap<>();
            headers.forEach(
                    header -> first.putIfAbsent(header.getKey().toLowerCase(java.util.Locale.ROOT), header.getValue()));
            return first;
        });
    }

    private TransportFault fault(WireRequest request, Throwable met, boolean left) {
        Throwable error = config.credentials()
                .map(credentials -> SafeCause.of(met, credentials::redact))
                .orElse(met);
        String description = describe(request, error, left);
        if (error instanceof WholeBody.TooLargeException || error instanceof TooLongFrameException) {
            return new TransportFault(TransportFault.Kind.TOO_LARGE, description, now(), error);
        }
        if (closed && !left) {
            return closed(request, error);
        }
        return new TransportFault(kind(met, left), description, now(), error);
    }

    private static TransportFault.Kind kind(Throwable met, boolean left) {
        if (left) {
            return TransportFault.Kind.NO_ANSWER;
        }
        return isOfOurOwnPool(met) || met instanceof NoFreeStreamException
                ? TransportFault.Kind.NONE_FREE
                : TransportFault.Kind.NOT_SENT;
    }

    private static boolean isOfOurOwnPool(Throwable met) {
        return met instanceof PoolAcquirePendingLimitException || met instanceof PoolAcquireTimeoutException;
    }

    private TransportFault closed(WireRequest request, Throwable error) {
        String description = request + ": the client is closed, so it was not sent";
        return new TransportFault(TransportFault.Kind.CLOSED, description, now(), error);
    }

    private String describe(WireRequest request, Throwable error, boolean left) {
        String call = request + " at " + request.uri().getHost() + ": ";
        if (error instanceof TimeoutException) {
            String limit = config.requestTimeout().toMillis() / 1000.0 + " s";
            return left
                    ? call + "no whole answer within " + limit
                    : call + "not sent, since no connection was made, or free, within " + limit;
        }
        if (isOfOurOwnPool(error)) {
            return call + "not sent, since all " + config.connections().max() + " connections are in use and "
                    + config.connections().maxWaiting()
                    + " calls may wait for one: raise FalConfig.connections, or make"
                    + " fewer calls at a time";
        }
        if (error instanceof NoFreeStreamException) {
            return call + "not sent, since all " + config.connections().maxStreams() + " streams are in use";
        }
        String message = error.getMessage();
        return call + (message == null ? error.getClass().getSimpleName() : message);
    }

    private Instant now() {
        return Instant.ofEpochMilli(timer.now(TimeUnit.MILLISECONDS));
    }

    /** The port for what carries no credential. */
    FilePort files() {
        return files;
    }

    @Override
    public Mono<Void> close() {
        closed = true;
        closing.tryEmitEmpty();
        return Mono.whenDelayError(
                pool.disposeLater(),
                submitPool.disposeLater(),
                streamPool.disposeLater(),
                directPool.disposeLater(),
                filePool.disposeLater());
    }
}
