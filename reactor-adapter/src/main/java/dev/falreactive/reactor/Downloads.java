package dev.falreactive.reactor;

import dev.falreactive.FalException;
import dev.falreactive.FalException.Evidence;
import dev.falreactive.FalException.Rejected;
import dev.falreactive.protocol.WireHeaders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** Fetches files, and saves them: under a name of its own while one is incomplete, under the asked name when it is whole. */
final class Downloads {

    private static final int MAX_REDIRECTS = 5;

    private static final int MAX_RETRIES = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    private final MediaSource source;
    private final Duration limit;
    private final Scheduler timer;

    Downloads(MediaSource source, Duration limit, Scheduler timer) {
        this.source = source;
        this.limit = limit;
        this.timer = timer;
    }

    /** The evidence is what errors tell beside themselves. */
    Mono<Long> save(Evidence about, String url, Path file, long maxBytes, Meter meter) {
        Meter.Piece piece = meter.piece();
        return Mono.usingWhen(
                        onDisk(() -> IncompleteFile.create(file, about)),
                        incomplete -> write(chunks(about, url, maxBytes, meter), incomplete, piece)
                                .timeout(limit, Mono.error(() -> tooSlow(about)), timer)
                                .flatMap(bytes -> bytes == 0 && about.ticket().isPresent()
                                        ? Mono.error(empty(about, url))
                                        : onDisk(incomplete::keep).thenReturn(bytes)),
                        incomplete -> Mono.empty(),
                        // What it meets must not hide why the file is given up.
                        (incomplete, error) -> onDisk(incomplete::drop).onErrorComplete(),
                        incomplete -> onDisk(incomplete::drop).onErrorComplete())
                .doOnSubscribe(s -> piece.again())
                .retryWhen(Retry.backoff(MAX_RETRIES, FIRST_PAUSE)
                        .scheduler(timer)
                        .filter(FalException.Unreachable.class::isInstance)
                        .onRetryExhaustedThrow((retry, signal) -> signal.failure()));
    }

    /** The bytes of a file, as fast as they are asked for. */
    Flux<byte[]> chunks(Evidence about, String url, long maxBytes, Meter meter) {
        return Flux.defer(() -> {
            long[] seen = new long[1];
            return chunks(about, url, maxBytes, meter, MAX_REDIRECTS).doOnNext(chunk -> {
                seen[0] += chunk.length;
                if (seen[0] > maxBytes) {
                    throw tooLarge(about, maxBytes);
                }
            });
        });
    }

    private Flux<byte[]> chunks(Evidence about, String url, long maxBytes, Meter meter, int redirects) {
        if (FileUrl.isData(url)) {
            return Flux.defer(() -> Flux.just(decoded(about, url)));
        }
        return Flux.defer(() -> {
            URI uri = FileUrl.parse(about, redirects == MAX_REDIRECTS ? "the file's URL" : "the redirect's URL", url);
            return source.<byte[]>open(uri, (status, headers, body) -> {
                        if (status == 200 && isPage(uri, headers)) {
                            return Mono.error(new FalException.Unreachable(
                                    "at " + FileUrl.place(uri) + " there is a page in place of the file", about, null));
                        }
                        if (status == 200) {
                            OptionalLong length = length(headers);
                            length.ifPresent(meter::expect);
                            return length.isPresent() && length.getAsLong() > maxBytes
                                    ? Mono.error(tooLarge(about, maxBytes))
                                    : body;
                        }
                        Optional<String> target = headers.get("location");
                        if (status >= 300 && status < 400 && target.isPresent() && redirects > 0) {
                            return chunks(about, resolve(about, uri, target.get()), maxBytes, meter, redirects - 1);
                        }
                        return refused(about, uri, status);
                    })
                    .onErrorMap(
                            error -> !(error instanceof FalException),
                            error -> new FalException.Unreachable(
                                    "the file at " + uri.getHost() + " could not be fetched: " + error.getMessage(),
                                    about,
                                    error));
        });
    }

    /** Some servers say that a file is not there, or not yet, with a page and a code of success. */
    private static boolean isPage(URI uri, WireHeaders headers) {
        String path = uri.getPath().toLowerCase(Locale.ROOT);
        String type = headers.get("content-type").orElse("").toLowerCase(Locale.ROOT);
        return type.startsWith("text/html") && !path.endsWith(".html") && !path.endsWith(".htm");
    }

    private static OptionalLong length(WireHeaders headers) {
        return headers.get("content-length")
                .filter(digits -> digits.matches("\\d{1,18}"))
                .map(digits -> OptionalLong.of(Long.parseLong(digits)))
                .orElseGet(OptionalLong::empty);
    }

    /** A job makes no empty file. A server that has none yet may have one soon. */
    private static FalException empty(Evidence about, String url) {
        return FileUrl.isData(url)
                ? new FalException.Unreadable("the data URI holds an empty file, 0 bytes", about, null)
                : new FalException.Unreachable(
                        "at " + FileUrl.place(FileUrl.parse(about, "the file's URL", url))
                                + " there is an empty file, 0 bytes",
                        about,
                        null);
    }

    private static FalException tooLarge(Evidence about, long maxBytes) {
        return new FalException.Unreadable("the file is larger than " + maxBytes + " bytes", about, null);
    }

    private FalException tooSlow(Evidence about) {
        return new FalException.Unreadable("the file did not arrive within " + limit.toSeconds() + " s", about, null);
    }

    private static Publisher<byte[]> refused(Evidence about, URI uri, int status) {
        Evidence evidence = new Evidence(about.ticket(), Optional.empty(), OptionalInt.of(status), "");
        String what = "the file at " + FileUrl.place(uri);
        return Mono.error(
                switch (status) {
                    case 404, 410 ->
                        Rejected.file(
                                Rejected.Reason.GONE,
                                what + " is not there, or not any more",
                                "Check its URL; files of jobs are kept for a limited time.",
                                evidence);
                    case 401, 403 ->
                        Rejected.file(
                                Rejected.Reason.FORBIDDEN,
                                what + " may not be read",
                                "No key is ever sent for a file: check whether its URL has expired, or who may read it.",
                                evidence);
                    default -> new FalException.Unreachable(what + " could not be fetched", evidence, null);
                });
    }

    private static Mono<Long> write(Flux<byte[]> chunks, IncompleteFile incomplete, Meter.Piece piece) {
        return chunks.publishOn(Schedulers.boundedElastic(), 4)
                .doOnNext(chunk -> {
                    incomplete.write(chunk);
                    piece.moved(chunk.length);
                })
                .then(Mono.fromSupplier(incomplete::written));
    }

    private static byte[] decoded(Evidence about, String dataUri) {
        try {
            return DataUri.decode(dataUri);
        } catch (IllegalArgumentException e) {
            throw new FalException.Unreadable("the data URI holds no readable file", about, e);
        }
    }

    private static String resolve(Evidence about, URI from, String target) {
        try {
            return from.resolve(target).toString();
        } catch (IllegalArgumentException e) {
            throw new FalException.Unreadable("the file's redirect leads to what is no URI", about, e);
        }
    }

    private static <T> Mono<T> onDisk(Callable<T> work) {
        return Mono.fromCallable(work)
                .onErrorMap(IOException.class, UncheckedIOException::new)
                .subscribeOn(Schedulers.boundedElastic());
    }
}
