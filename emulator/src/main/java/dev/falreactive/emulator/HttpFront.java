package dev.falreactive.emulator;

import dev.falreactive.protocol.HttpMethod;
import dev.falreactive.protocol.WireHeaders;
import dev.falreactive.protocol.WireRequest;
import dev.falreactive.protocol.WireResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Stands between the sockets and the queue: reads requests, lets faults strike, keeps the ledger. */
final class HttpFront {

    private final ConfigValues config;
    private final EmulatedQueue queue;
    private final Strikes strikes;
    private final Ledger ledger;
    private final WebhookBook webhooks;
    private final Storage storage;
    private final UploadDesk uploads;
    private final Scribe scribe;
    private final Spoiler spoiler;
    private final Scheduler timer;
    private final Scheduler studio;
    private final Function<WireRequest, Route> routes;

    /** The studio draws; the timer waits. */
    HttpFront(
            ConfigValues config,
            EmulatedQueue queue,
            Function<WireRequest, Route> routes,
            Strikes strikes,
            Ledger ledger,
            WebhookBook webhooks,
            Storage storage,
            Scheduler timer,
            Scheduler studio) {
        this.config = config;
        this.queue = queue;
        this.routes = routes;
        this.strikes = strikes;
        this.ledger = ledger;
        this.webhooks = webhooks;
        this.storage = storage;
        this.uploads = new UploadDesk(storage, studio, config.clock());
        this.scribe = new Scribe(ledger, config.ledgerBodyBytes());
        this.timer = timer;
        this.studio = studio;
        this.spoiler = new Spoiler(config, queue, timer, studio);
    }

    Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        Delivery delivery = new Delivery(response, timer);
        Optional<HttpMethod> method = RequestReader.method(request);
        if (method.isEmpty()) {
            return delivery.whole(Answers.detail(405, "Method Not Allowed", now()));
        }
        return Mono.defer(() -> read(request, method.get(), delivery))
                .onErrorResume(RequestReader.TooLarge.class, e -> {
                    response.keepAlive(false);
                    return delivery.whole(Answers.detail(413, "Request Entity Too Large", now()));
                })
                .onErrorResume(
                        IllegalArgumentException.class, e -> delivery.whole(Answers.detail(400, "Bad Request", now())))
                // To a client that left Reactor Netty would write an answer of its own, and lose its buffer.
                .onErrorResume(IOException.class, e -> delivery.drop());
    }

    /** What may be large is not read as a whole. */
    private Mono<Void> read(HttpServerRequest request, HttpMethod method, Delivery delivery) {
        WireRequest head = RequestReader.head(request, method);
        return routes.apply(head) instanceof Route.Upload upload
                ? upload(new Call(head, upload, strikes.on(head, upload), delivery), request, upload)
                : RequestReader.read(request, method).flatMap(wire -> answer(wire, delivery));
    }

    private Mono<Void> upload(Call call, HttpServerRequest request, Route.Upload upload) {
        Optional<Effect> effect = call.strike().effect();
        if (effect.isPresent() && effect.get() instanceof Effect.CutUpload cut) {
            return uploads.drop(request, cut.bytes())
                    .then(Mono.defer(() ->
                            noted(call, Optional.empty(), 0, call.delivery().drop())));
        }
        if (effect.isPresent() && effect.get() instanceof Effect.Literal) {
            return uploads.drop(request).then(Mono.defer(() -> struck(call, effect.get())));
        }
        if (effect.isPresent() && effect.get() instanceof Effect.Drop) {
            return struck(call, effect.get());
        }
        return uploads.take(request, upload, call.request()).flatMap(answer -> {
            Reply reply = new Reply.Ready(answer);
            return effect.map(spoiled -> noted(
                            call,
                            reply,
                            Spoiler.status(reply, spoiled),
                            spoiler.spoiled(reply, spoiled, call.delivery())))
                    .orElseGet(() -> sound(call, reply));
        });
    }

    private Mono<Void> answer(WireRequest request, Delivery delivery) {
        Route route = routes.apply(request);
        if (route instanceof Route.LedgerDump) {
            return dump(request, delivery);
        }
        if (route instanceof Route.WebhookDump) {
            return delivery.whole(Answers.json(webhooks.json(), now()));
        }
        Strike strike;
        try {
            strike = strikes.on(request, route);
        } catch (IllegalArgumentException e) {
            Call call = new Call(request, route, Strike.none(), delivery);
            return sound(call, new Reply.Ready(Answers.badRequest(String.valueOf(e.getMessage()), now())));
        }
        Call call = new Call(request, route, strike, delivery);
        return strike.effect().map(effect -> struck(call, effect)).orElseGet(() -> sound(call, handled(call)));
    }

    private Mono<Void> dump(WireRequest request, Delivery delivery) {
        Optional<String> word = Query.get(request.uri(), "phase");
        Optional<Phase> phase = word.flatMap(Phase::of);
        if (word.isPresent() && phase.isEmpty()) {
            return delivery.whole(
                    Answers.detail(400, "there is no phase '" + word.get() + "'; there are: " + Phase.words(), now()));
        }
        List<LedgerEntry> entries = phase.map(ledger::of).orElseGet(ledger::entries);
        return delivery.json(LedgerJson.write(entries).subscribeOn(studio));
    }

    private Mono<Void> sound(Call call, Reply reply) {
        return noted(call, reply, reply.code(), spoiler.sound(reply, call.delivery()));
    }

    private Mono<Void> struck(Call call, Effect effect) {
        if (effect instanceof Effect.Literal literal) {
            WireResponse answer = literal(literal, call.route());
            Mono<Void> sent = call.delivery().whole(answer);
            return noted(call, Optional.empty(), literal.code(), sent);
        }
        if (effect instanceof Effect.Drop) {
            return noted(call, Optional.empty(), 0, call.delivery().drop());
        }
        if (effect instanceof Effect.Forget) {
            return sound(call, forgetting(call));
        }
        Reply reply = handled(call);
        // Changed before it is noted, since the code may change too.
        if (effect instanceof Effect.Rewrite rewrite && reply instanceof Reply.Ready ready) {
            return sound(call, new Reply.Ready(rewrite.answer().apply(ready.response())));
        }
        int status = Spoiler.status(reply, effect);
        return noted(call, reply, status, spoiler.spoiled(reply, effect, call.delivery()));
    }

    /** The queue's answer; a job that was made has what strikes it later. */
    private Reply handled(Call call) {
        if (call.route() instanceof Route.StoredFile file) {
            return storage.file(file, now());
        }
        if (call.route() instanceof Route.InitiateUpload || call.route() instanceof Route.CompleteUpload) {
            return new Reply.Ready(storage.answer(call.route(), call.request(), now()));
        }
        Strike strike = call.strike();
        Reply reply = queue.reply(call.route(), call.request(), now(), strike::change);
        jobOf(call.route(), reply).ifPresent(id -> strike.later().forEach(rule -> queue.inject(id, rule, now())));
        return reply;
    }

    private Reply forgetting(Call call) {
        if (call.route() instanceof Route.StoredFile file) {
            storage.forget(file.id());
        }
        call.route().namedId().ifPresent(id -> queue.forget(id, call.route(), now()));
        Reply reply = handled(call);
        jobOf(call.route(), reply).ifPresent(id -> queue.forget(id, call.route(), now()));
        return reply;
    }

    private Mono<Void> noted(Call call, Reply reply, int status, Mono<Void> sent) {
        return noted(call, jobOf(call.route(), reply), status, sent);
    }

    // Written down before anything is sent: who has the answer finds the entry.
    private Mono<Void> noted(Call call, Optional<String> id, int status, Mono<Void> sent) {
        LedgerEntry entry = scribe.record(call, id, status, now());
        Runnable abort = () -> {
            if (!call.delivery().closing()) {
                ledger.aborted(entry);
            }
        };
        return sent.doOnCancel(abort).doOnError(e -> abort.run());
    }

    /** The job that a submit, or the run that a direct call has made: a refusal also names a request, but there is no job. */
    private static Optional<String> jobOf(Route route, Reply reply) {
        return (route instanceof Route.Submit || route instanceof Route.Direct) && reply.code() == 200
                ? reply.headers().get(Headers.REQUEST_ID)
                : Optional.empty();
    }

    private WireResponse literal(Effect.Literal literal, Route route) {
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
