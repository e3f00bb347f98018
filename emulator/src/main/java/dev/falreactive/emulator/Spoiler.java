package dev.falreactive.emulator;

import dev.falreactive.protocol.WireResponse;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Sends what the queue has decided, well or as a fault has it. */
final class Spoiler {

    private final ConfigValues config;
    private final EmulatedQueue queue;
    private final Scheduler timer;
    private final Scheduler studio;

    Spoiler(ConfigValues config, EmulatedQueue queue, Scheduler timer, Scheduler studio) {
        this.config = config;
        this.queue = queue;
        this.timer = timer;
        this.studio = studio;
    }

    /** The HTTP status that the client is told; 0 if none. */
    static int status(Reply reply, Effect effect) {
        if (effect instanceof Effect.AcceptThenDrop || effect instanceof Effect.Stall) {
            return 0;
        }
        boolean own = effect instanceof Effect.Text
                || effect instanceof Effect.Huge
                || effect instanceof Effect.EndlessHeader;
        return own ? 200 : reply.code();
    }

    Mono<Void> sound(Reply reply, Delivery delivery) {
        if (reply instanceof Reply.Stored stored) {
            return delivery.file(stored, UploadDesk.read(stored, stored.length(), studio));
        }
        return isStream(reply)
                ? delivery.stream(reply, events(reply, UnaryOperator.identity()))
                : made(reply).flatMap(delivery::whole);
    }

    /** Sends an answer of a queue that has handled the request. */
    Mono<Void> spoiled(Reply reply, Effect effect, Delivery delivery) {
        if (effect instanceof Effect.AcceptThenDrop) {
            return delivery.drop();
        }
        if (effect instanceof Effect.Stall stall) {
            return stall.closedAfter()
                    .map(time -> Mono.delay(time, timer).then(Mono.defer(delivery::drop)))
                    .orElseGet(Mono::never);
        }
        if (effect instanceof Effect.Delay delay) {
            return Mono.delay(delay.by(), timer).then(Mono.defer(() -> sound(reply, delivery)));
        }
        if (effect instanceof Effect.Huge huge) {
            return delivery.huge(reply.headers(), huge.bytes());
        }
        if (effect instanceof Effect.EndlessHeader) {
            return delivery.endlessHeader();
        }
        if (effect instanceof Effect.Text text) {
            return delivery.whole(replaced(reply, text.text()));
        }
        if (reply instanceof Reply.Stored stored && effect instanceof Effect.HalfReply) {
            return delivery.cutFile(stored, UploadDesk.read(stored, stored.length() / 2, studio));
        }
        return isStream(reply)
                ? spoiledStream(reply, effect, delivery)
                : made(reply).flatMap(answer -> spoiledAnswer(answer, effect, delivery));
    }

    private static Mono<Void> spoiledAnswer(WireResponse answer, Effect effect, Delivery delivery) {
        if (effect instanceof Effect.Rewrite rewrite) {
            return delivery.whole(rewrite.answer().apply(answer));
        }
        if (effect instanceof Effect.Drip drip) {
            return delivery.drip(answer, drip.perByte());
        }
        return effect instanceof Effect.HalfReply ? delivery.half(answer) : delivery.whole(answer);
    }

    private Mono<Void> spoiledStream(Reply stream, Effect effect, Delivery delivery) {
        if (effect instanceof Effect.Rewrite rewrite) {
            return delivery.stream(stream, events(stream, rewrite.event()));
        }
        Flux<byte[]> events = events(stream, UnaryOperator.identity());
        if (effect instanceof Effect.Drip drip) {
            return delivery.drip(stream, events, drip.perByte());
        }
        if (effect instanceof Effect.OfStream ofStream) {
            Flux<byte[]> parts = ofStream.parts().apply(events);
            return ofStream.thenClosed() ? delivery.cut(stream, parts) : delivery.stream(stream, parts);
        }
        return effect instanceof Effect.HalfReply
                ? delivery.cut(stream, SseText.events(events, 1))
                : delivery.stream(stream, events);
    }

    private WireResponse replaced(Reply reply, String text) {
        byte[] body = isStream(reply) && !text.isEmpty() ? SseText.event(text) : Texts.bytes(text);
        return new WireResponse(200, reply.headers(), body, clock().instant());
    }

    private Mono<WireResponse> made(Reply reply) {
        if (reply instanceof Reply.Drawn drawn) {
            return Mono.fromSupplier(() -> drawn.draw(queue.gallery())).subscribeOn(studio);
        }
        if (reply instanceof Reply.Late late) {
            return late.after()
                    .map(time -> Mono.delay(time, timer).then(Mono.defer(() -> made(late.answer()))))
                    .orElseGet(Mono::never);
        }
        if (reply instanceof Reply.Stored stored) {
            return UploadDesk.read(stored, stored.length(), studio)
                    .collect(ByteArrayOutputStream::new, ByteArrayOutputStream::writeBytes)
                    .map(all ->
                            new WireResponse(stored.code(), stored.headers(), all.toByteArray(), clock().instant()));
        }
        return reply instanceof Reply.Ready ready ? Mono.just(ready.response()) : Mono.never();
    }

    private static boolean isStream(Reply reply) {
        return reply instanceof Reply.Stream || reply instanceof Reply.Partial;
    }

    private Flux<byte[]> events(Reply reply, UnaryOperator<String> change) {
        if (reply instanceof Reply.Partial partial) {
            return partial.pace().map(pace -> drawn(partial, pace, change)).orElseGet(Flux::never);
        }
        return reply instanceof Reply.Stream stream
                ? StatusStream.open(queue, stream, clock(), config.keepAlive(), change, timer)
                : Flux.empty();
    }

    private Flux<byte[]> drawn(Reply.Partial partial, Duration pace, UnaryOperator<String> change) {
        return Flux.fromIterable(partial.events())
                .concatMap(
                        event -> Mono.delay(pace, timer)
                                .then(Mono.fromSupplier(() ->
                                                SseText.event(change.apply(Texts.of(event.bytes(queue.gallery())))))
                                        .subscribeOn(studio)),
                        1);
    }

    private InstantSource clock() {
        return config.clock();
    }
}
