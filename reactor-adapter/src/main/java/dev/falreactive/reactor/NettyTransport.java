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
import dev.falreactive.reactor.TransportRefusals.NoCredentialsException;
import dev.falreactive.reactor.TransportRefusals.NoFreeStreamException;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.TooLongFrameException;
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
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.netty.ByteBufFlux;
import reactor.netty.NettyOutbound;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;
import reactor.util.context.ContextView;

/** The only class that knows how Reactor Netty sends and reads, beside {@link NettyFiles}, which it makes. */
final class NettyTransport implements Transport, DirectTransport {

    private static final byte[] NO_BODY = {};

    private final FalConfig config;
    private final QueueProtocol protocol;
    private final Scheduler timer;
    private final Timers timers;
    private final NettyClients clients;
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
        this.streams = new Semaphore(config.connections().maxStreams());
        this.clients = new NettyClients(config, adaptation);
        this.files = new NettyFiles(clients.files(), config.requestTimeout(), timer, () -> closed);
    }

    static NettyTransport create(FalConfig config, UnaryOperator<HttpClient> adaptation, Scheduler timer) {
        return new NettyTransport(config, adaptation, timer);
    }

    @Override
    public Mono<WireResponse> send(WireRequest request, int maxResponseBytes, Departure departure) {
        return request.method() == HttpMethod.POST
                ? Mono.defer(() -> submit(request, maxResponseBytes, new Sent(departure)))
                : read(request, maxResponseBytes, departure);
    }

    private Mono<WireResponse> submit(WireRequest request, int maxResponseBytes, Sent sent) {
        Flux<WireResponse> exchange = receiver(clients.submits(), request, leavingTimed(sent))
                .response((response, content) -> {
                    // It may name the job though its body never comes.
                    sent.answered(answer(response, NO_BODY));
                    return new WholeBody<>(content.asByteArray(), maxResponseBytes, body -> answer(response, body));
                });
        return timed(
                exchange,
                (error, left) -> told(
                        error, met -> fault(request, met, sent.leftInTheEnd()).withHead(sent.head())));
    }

    /** Prepared once, however often it is sent. */
    private Mono<WireResponse> read(WireRequest request, int maxResponseBytes, Departure departure) {
        Flux<WireResponse> exchange = receiver(clients.reads(), request, leavingTimed(departure))
                .response((response, content) ->
                        new WholeBody<>(content.asByteArray(), maxResponseBytes, body -> answer(response, body)));
        return timed(exchange, (error, left) -> new TransportException(fault(request, error, left)));
    }

    private Mono<WireResponse> timed(Flux<WireResponse> exchange, TimedCall.Fault fault) {
        return new TimedCall<>(
                subscriber -> {
                    if (closed) {
                        Operators.error(subscriber, new ClosedClientException());
                    } else {
                        exchange.subscribe(subscriber);
                    }
                },
                config.requestTimeout(),
                timers,
                fault);
    }

    private WireResponse answer(HttpClientResponse response, byte[] body) {
        return new WireResponse(response.status().code(), headers(response.responseHeaders()), body, now());
    }

    /** Asked just before a request leaves. */
    private interface Leaving {

        /**
         * Whether the request may leave.
         *
         * @param context that of the answer's subscriber
         * @param outbound where it leaves to
         */
        boolean leave(ContextView context, NettyOutbound outbound);
    }

    private static Leaving leavingTimed(Departure departure) {
        return (context, outbound) -> {
            outbound.withConnection(connection -> TimedCall.leaves(context, NettyClients.unread(connection)));
            return departure.leave();
        };
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
                    // Whatever it was, polls take over, and tell if it is lasting.
                    .onErrorMap(error -> new TransportException(fault(request, error, left.get())))
                    .doFinally(signal -> streams.release());
        });
    }

    /** The first element stands for the head, whose arrival is limited in time, and is taken off again. */
    private <T> Flux<T> stream(WireRequest request, MediaSource.Reader<T> reader, AtomicBoolean left) {
        return receiver(clients.streams(), request, leaving(left))
                .response((response, content) -> Flux.concat(
                        Mono.just(Optional.<T>empty()),
                        read(reader, response, content).map(Optional::of)))
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
            Flux<T> run = receiver(clients.direct(), request, leaving(left))
                    .response((response, content) -> read(reader, response, content));
            return Until.failing(run, Mono.delay(limit, timer).map(time -> new TimeoutException("the whole run")))
                    .onErrorMap(
                            error -> !(error instanceof TransportException),
                            error -> told(error, met -> directFault(request, met, left.get())));
        });
    }

    private static Leaving leaving(AtomicBoolean left) {
        return (context, outbound) -> {
            left.set(true);
            return true;
        };
    }

    /** Of what is paid for, that the credentials cannot be had is passed on as it is: nothing is to be lost yet. */
    private static Throwable told(Throwable error, Function<Throwable, TransportFault> fault) {
        return error instanceof NoCredentialsException none ? none.met() : new TransportException(fault.apply(error));
    }

    private TransportFault directFault(WireRequest request, Throwable error, boolean left) {
        if (!(error instanceof TimeoutException) || isOfOurOwnPool(error)) {
            return fault(request, error, left);
        }
        TransportFault.Kind kind = left ? TransportFault.Kind.NO_ANSWER : TransportFault.Kind.NOT_SENT;
        String description = request + " at " + request.uri().getHost() + ": "
                + (left ? "not over" : "not sent, since no connection was made, or free,")
                + " in the time for the whole run";
        return new TransportFault(kind, description, now(), error);
    }

    private HttpClient.ResponseReceiver<?> receiver(HttpClient chosen, WireRequest asked, Leaving leaving) {
        WireRequest request = protocol.routed(asked);
        return sender(chosen, request).uri(request.uri()).send((outgoing, outbound) -> {
            // Here and not before, so that nothing but the request holds it.
            try {
                protocol.credentialsFor(request.uri())
                        .ifPresent(credentials ->
                                outgoing.requestHeaders().set(HeaderNames.AUTHORIZATION, credentials.headerValue()));
            } catch (RuntimeException e) {
                return Mono.error(new NoCredentialsException(e));
            }
            if (!leaving.leave(outgoing.currentContextView(), outbound)) {
                return Mono.error(new CancellationException("cancelled before it was sent"));
            }
            return request.body().length == 0
                    ? outbound
                    : outbound.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(request.body())));
        });
    }

    /** Most calls are reads with the same headers: what sends them is made once. */
    private HttpClient.RequestSender sender(HttpClient chosen, WireRequest request) {
        if (request.method() != HttpMethod.GET || chosen != clients.reads()) {
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

    /** A reader that throws is an error of what it reads: then the answer is let go of. */
    static <T> Flux<T> read(MediaSource.Reader<T> reader, HttpClientResponse response, ByteBufFlux content) {
        return Flux.defer(() ->
                reader.read(response.status().code(), headers(response.responseHeaders()), content.asByteArray()));
    }

    static WireHeaders headers(HttpHeaders headers) {
        return WireHeaders.readBy(() -> {
            Map<String, String> first = new LinkedHashMap<>();
            headers.forEach(
                    header -> first.putIfAbsent(header.getKey().toLowerCase(java.util.Locale.ROOT), header.getValue()));
            return first;
        });
    }

    private TransportFault fault(WireRequest request, Throwable met, boolean left) {
        Throwable error = SafeCause.of(met, protocol::redacted);
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
        if (met instanceof NoCredentialsException) {
            return TransportFault.Kind.NO_CREDENTIALS;
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
        if (error instanceof TimeoutException && !isOfOurOwnPool(error)) {
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
        return clients.close();
    }
}
