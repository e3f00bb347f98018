package dev.falreactive.reactor;

import dev.falreactive.FalException;
import dev.falreactive.FalException.Evidence;
import dev.falreactive.FalException.Rejected;
import dev.falreactive.protocol.WireHeaders;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
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
                        onDisk(() -> Incomplete.create(file)),
                        incomplete -> write(chunks(about, url, maxBytes, meter), incomplete, piece)
                                .timeout(limit, Mono.error(() -> tooSlow(about)), timer),
                        incomplete -> onDisk(incomplete::keep),
                        (incomplete, error) -> onDisk(incomplete::drop),
                        incomplete -> onDisk(incomplete::drop))
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
        if (url.regionMatches(true, 0, "data:", 0, 5)) {
            return Flux.defer(() -> Flux.just(decoded(about, url)));
        }
        return Flux.defer(() -> {
            URI uri = parse(about, url);
            return source.<byte[]>open(uri, (status, headers, body) -> {
                        if (status == 200 && isPage(uri, headers)) {
                            return Mono.error(new FalException.Unreachable(
                                    "at " + uri.getHost() + uri.getPath() + " there is a page in place of the file",
                                    about,
                                    null));
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

    private static FalException tooLarge(Evidence about, long maxBytes) {
        return new FalException.Unreadable("the file is larger than " + maxBytes + " bytes", about, null);
    }

    private FalException tooSlow(Evidence about) {
        return new FalException.Unreadable("the file did not arrive within " + limit.toSeconds() + " s", about, null);
    }

    private static Publisher<byte[]> refused(Evidence about, URI uri, int status) {
        Evidence evidence = new Evidence(about.ticket(), Optional.empty(), OptionalInt.of(status), "");
        String what = "the file at " + uri.getHost() + uri.getPath() + " could not be fetched";
        if (status == 404 || status == 410) {
            return Mono.error(new Rejected(Rejected.Reason.GONE, what, Optional.empty(), evidence));
        }
        return Mono.error(
                status == 401 || status == 403
                        ? new Rejected(Rejected.Reason.FORBIDDEN, what, Optional.empty(), evidence)
                        : new FalException.Unreachable(what, evidence, null));
    }

    private static Mono<Long> write(Flux<byte[]> chunks, Incomplete incomplete, Meter.Piece piece) {
        return chunks.publishOn(Schedulers.boundedElastic(), 4)
                .doOnNext(chunk -> {
                    incomplete.write(chunk);
                    piece.moved(chunk.length);
                })
                .then(Mono.fromSupplier(() -> incomplete.written));
    }

    private static byte[] decoded(Evidence about, String dataUri) {
        try {
            return DataUri.decode(dataUri);
        } catch (IllegalArgumentException e) {
            throw new FalException.Unreadable("the data URI holds no readable file", about, e);
        }
    }

    private static URI parse(Evidence about, String url) {
        try {
            URI uri = URI.create(url);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (uri.getHost() != null && (scheme.equals("https") || scheme.equals("http"))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new FalException.Unreadable("the file's URL is neither http, https nor data", about, null);
    }

    private static String resolve(Evidence about, URI from, String target) {
        try {
            return from.resolve(target).toString();
        } catch (IllegalArgumentException e) {
            throw new FalException.Unreadable("the file's redirect leads nowhere", about, e);
        }
    }

    private static <T> Mono<T> onDisk(Callable<T> work) {
        return Mono.fromCallable(work)
                .onErrorMap(IOException.class, UncheckedIOException::new)
                .subscribeOn(Schedulers.boundedElastic());
    }

    /** A file that is being written. Used by one thread at a time. */
    private static final class Incomplete {

        private final Path file;
        private final Path temporary;
        private final OutputStream out;
        private volatile long written;

        private Incomplete(Path file, Path temporary, OutputStream out) {
            this.file = file;
            this.temporary = temporary;
            this.out = out;
        }

        static Incomplete create(Path file) throws IOException {
            Path temporary = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
            return new Incomplete(file, temporary, Files.newOutputStream(temporary));
        }

        @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
        void write(byte[] chunk) {
            try {
                out.write(chunk);
                written = written + chunk.length;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Path keep() throws IOException {
            out.close();
            try {
                return Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                return Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
            }
        }

        Boolean drop() throws IOException {
            out.close();
            return Files.deleteIfExists(temporary);
        }
    }
}
