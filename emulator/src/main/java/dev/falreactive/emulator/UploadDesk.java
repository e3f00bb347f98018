package dev.falreactive.emulator;

import dev.falreactive.protocol.WireRequest;
import dev.falreactive.protocol.WireResponse;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.http.server.HttpServerRequest;

/** Takes the bytes of uploads as they come, and gives them out: little is in memory at a time. */
final class UploadDesk {

    private static final int PIECES_AHEAD = 4;

    private final Storage storage;
    private final StorageDisk disk;
    private final Scheduler studio;
    private final InstantSource clock;

    UploadDesk(Storage storage, Scheduler studio, InstantSource clock) {
        this.storage = storage;
        this.disk = storage.disk();
        this.studio = studio;
        this.clock = clock;
    }

    /** Stores a body, unless it is refused; then it is read and dropped, so that the client can read why. */
    Mono<WireResponse> take(HttpServerRequest request, Route.Upload route, WireRequest head) {
        Optional<WireResponse> refusal = storage.refusal(route, head, clock.instant());
        if (refusal.isPresent()) {
            return drop(request).thenReturn(refusal.get());
        }
        return Mono.usingWhen(
                        onDisk(disk::writer),
                        writer -> request.receive()
                                .asByteArray()
                                .publishOn(studio, PIECES_AHEAD)
                                .doOnNext(writer::write)
                                .then(Mono.fromCallable(writer::whole)),
                        writer -> Mono.empty(),
                        (writer, error) -> onDisk(writer::drop),
                        writer -> onDisk(writer::drop))
                .map(piece -> storage.stored(route, piece, clock.instant()));
    }

    /** Reads a body and keeps nothing of it. */
    Mono<Void> drop(HttpServerRequest request) {
        return request.receive().then();
    }

    /** Reads so many bytes of a body and keeps nothing of them. */
    Mono<Void> drop(HttpServerRequest request, long bytes) {
        return Flux.defer(() -> {
                    long[] seen = new long[1];
                    return request.receive().asByteArray().takeUntil(piece -> (seen[0] += piece.length) >= bytes);
                })
                .then();
    }

    /** The bytes of a stored file, up to a number. */
    static Flux<byte[]> read(Reply.Stored stored, long limit, Scheduler studio) {
        return Flux.<byte[], StorageDisk.Reader>generate(
                        () -> new StorageDisk.Reader(stored.files(), limit),
                        (reader, sink) -> {
                            byte[] next = reader.next();
                            if (next.length > 0) {
                                sink.next(next);
                            } else {
                                sink.complete();
                            }
                            return reader;
                        },
                        StorageDisk.Reader::close)
                .subscribeOn(studio);
    }

    private <T> Mono<T> onDisk(Callable<T> work) {
        return Mono.fromCallable(work).subscribeOn(studio);
    }
}
