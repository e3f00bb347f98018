package dev.falreactive.emulator;

import dev.falreactive.protocol.HttpMethod;
import dev.falreactive.protocol.WireHeaders;
import dev.falreactive.protocol.WireRequest;
import dev.falreactive.protocol.WireResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Stands between the sockets and the queue: reads requests, lets faults strike, keeps the ledger. */
final class HttpFront {

    private final EmulatorConfig config;
    private final EmulatedQueue queue;
    private final FaultBox faults;
    private final Ledger ledger;
    private final WebhookBook webhooks;
    private final Scribe scribe;
    private final Scheduler timer;
    private final Scheduler studio;

    /** The studio draws; the timer waits. */
    HttpFront(
            EmulatorConfig config,
            EmulatedQueue queue,
            FaultBox faults,
            Ledger ledger,
            WebhookBook webhooks,
            Scheduler timer,
            Scheduler studio) {
        this.config = config;
        this.queue = queue;
        this.faults = faults;
        this.ledger = ledger;
        this.webhooks = webhooks;
        this.scribe = new Scribe(ledger, config.ledgerBodyBytes());
        this.timer = timer;
        this.studio = studio;
    }

    Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        Delivery delivery = new Delivery(response, timer);
        Optional<HttpMethod> method = RequestReader.method(request);
        if (method.isEmpty()) {
            return delivery.whole(Answers.detail(405, "Method Not Allowed", now()));
        }
        return RequestReader.read(request, method.get())
                .flatMap(wire -> answer(wire, delivery))
                .onErrorResume(RequestReader.TooLarge.class, e -> {
                    response.keepAlive(false);
                    return delivery.whole(Answers.detail(413, "Request Entity Too Large", now()));
                })
                .onErrorResume(
                        IllegalArgumentException.class, e -> delivery.whole(Answers.detail(400, "Bad Request", now())));
    }

    private Mono<Void> answer(WireRequest request, Delivery delivery) {
        Route route = queue.route(request);
        if (route instanceof Route.LedgerDump) {
            return delivery.whole(Answers.json(LedgerJson.write(ledger.entries()), now()));
        }
        if (route instanceof Route.WebhookDump) {
            return delivery.whole(Answers.json(webhooks.json(), now()));
        }
        Optional<Fault> fault = route.phase().flatMap(faults::take);
        if (fault.isEmpty()) {
            Reply reply = queue.reply(request, now());
            return noted(request, route, reply, reply.code(), delivery, sound(reply, delivery));
        }
        return struck(request, route, fault.get(), delivery);
    }

    private Mono<Void> struck(WireRequest request, Route route, Fault fault, Delivery delivery) {
        if (fault instanceof Faults.Literal literal) {
            Reply reply = new Reply.Ready(literal(literal, route));
            return noted(request, route, Optional.empty(), literal.code(), delivery, sound(reply, delivery));
        }
        if (fault instanceof Faults.Drop) {
            return noted(request, route, Optional.empty(), 0, delivery, delivery.drop());
        }
        Reply reply = queue.reply(request, now());
        if (fault instanceof Faults.AcceptThenDrop) {
            return noted(request, route, reply, 0, delivery, delivery.drop());
        }
        if (fault instanceof Faults.Stall) {
            return noted(request, route, reply, 0, delivery, Mono.never());
        }
        if (fault instanceof Faults.Delay delay) {
            Mono<Void> later = Mono.delay(delay.by(), timer).then(Mono.defer(() -> sound(reply, delivery)));
            return noted(request, route, reply, reply.code(), delivery, later);
        }
        if (fault instanceof Faults.Unreadable unreadable) {
            byte[] text = reply instanceof Reply.Stream
                    ? SseText.event(unreadable.text())
                    : unreadable.text().getBytes(StandardCharsets.UTF_8);
            return noted(
                    request,
                    route,
                    reply,
                    200,
                    delivery,
                    delivery.whole(new WireResponse(200, reply.headers(), text, now())));
        }
        if (fault instanceof Faults.Huge huge) {
            return noted(request, route, reply, 200, delivery, delivery.huge(reply.headers(), huge.bytes()));
        }
        return noted(request, route, reply, reply.code(), delivery, spoiled(reply, fault, delivery));
    }

    /** Faults that need the answer to spoil it. */
    private Mono<Void> spoiled(Reply reply, Fault fault, Delivery delivery) {
        if (reply instanceof Reply.Stream stream) {
            if (fault instanceof Faults.Rewrite rewrite) {
                return delivery.stream(stream, events(stream, rewrite.change()));
            }
            Flux<byte[]> events = events(stream, UnaryOperator.identity());
            return fault instanceof Faults.SlowDrip drip
                    ? delivery.drip(stream, events, drip.perByte())
                    : delivery.half(stream, events);
        }
        return made(reply).flatMap(answer -> {
            if (fault instanceof Faults.Rewrite rewrite) {
                return delivery.whole(Delivery.changed(answer, rewrite.change()));
            }
            return fault instanceof Faults.SlowDrip drip
                    ? delivery.drip(answer, drip.perByte())
                    : delivery.half(answer);
        });
    }

    private Mono<Void> sound(Reply reply, Delivery delivery) {
        return reply instanceof Reply.Stream stream
                ? delivery.stream(stream, events(stream, UnaryOperator.identity()))
                : made(reply).flatMap(delivery::whole);
    }

    private Mono<WireResponse> made(Reply reply) {
        if (reply instanceof Reply.Drawn drawn) {
            return Mono.fromSupplier(() -> drawn.draw(queue.gallery())).subscribeOn(studio);
        }
        return reply instanceof Reply.Ready ready ? Mono.just(ready.response()) : Mono.never();
    }

    private Flux<byte[]> events(Reply.Stream stream, UnaryOperator<String> change) {
        return StatusStream.open(queue, stream, config.clock(), config.keepAlive(), change, timer);
    }

    private Mono<Void> noted(
            WireRequest request, Route route, Reply reply, int status, Delivery delivery, Mono<Void> sent) {
        return noted(request, route, reply.headers().get(Headers.REQUEST_ID), status, delivery, sent);
    }

    // Written down before anything is sent: who has the answer finds the entry.
    private Mono<Void> noted(
            WireRequest request, Route route, Optional<String> id, int status, Delivery delivery, Mono<Void> sent) {
        LedgerEntry entry = scribe.record(request, route, id, status, now());
        Runnable abort = () -> {
            if (!delivery.closing()) {
                ledger.aborted(entry);
            }
        };
        return sent.doOnCancel(abort).doOnError(e -> abort.run());
    }

    private WireResponse literal(Faults.Literal literal, Route route) {
        WireHeaders headers = WireHeaders.of(literal.headers());
        if (literal.passedGateway()) {
            String id = route.namedId().orElseGet(HttpFront::anyId);
            headers = headers.with(Headers.REQUEST_ID, id);
        }
        return new WireResponse(literal.code(), headers, literal.body(), now());
    }

    // Not UUID.randomUUID, which may block on the operating system's source of chance.
    private static String anyId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private Instant now() {
        return config.clock().instant();
    }
}
