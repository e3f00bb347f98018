package dev.falreactive.reactor;

import dev.falreactive.FalException;
import dev.falreactive.FalException.Evidence;
import dev.falreactive.FalException.Rejected;
import dev.falreactive.QueueTicket;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** Saves files: under a name of its own while it is incomplete, under the asked name when it is whole. */
final class DefaultMedia implements ReactorMedia {

    private static final int MAX_REDIRECTS = 5;

    private static final int MAX_RETRIES = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    private final MediaSource source;
    private final Duration limit;
    private final Scheduler timer;

    DefaultMedia(MediaSource source, Duration limit, Scheduler timer) {
        this.source = source;
        this.limit = limit;
        this.timer = timer;
    }

    @Override
    public Mono<Long> save(QueueTicket ticket, String url, Path file, long maxBytes) {
        Objects.requireNonNull(ticket, "ticket");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(file, "file");
        return Mono.usingWhen(
                        onDisk(() -> Part.create(file)),
                        part -> write(chunks(ticket, url, MAX_REDIRECTS), part, ticket, maxBytes)
                                .timeout(limit, Mono.error(() -> tooSlow(ticket)), timer),
                        part -> onDisk(part::keep),
                        (part, error) -> onDisk(part::drop),
                        part -> onDisk(part::drop))
                .retryWhen(Retry.backoff(MAX_RETRIES, FIRST_PAUSE)
                        .scheduler(timer)
                        .filter(FalException.Unreachable.class::isInstance)
                        .onRetryExhaustedThrow((retry, signal) -> signal.failure()));
    }

    private Flux<byte[]> chunks(QueueTicket ticket, String url, int redirects) {
        if (url.regionMatches(true, 0, "data:", 0, 5)) {
            return Flux.defer(() -> Flux.just(decoded(ticket, url)));
        }
        return Flux.defer(() -> {
            URI uri = parse(ticket, url);
            return source.<byte[]>open(uri, (status, headers, body) -> {
                        if (status >= 200 && status < 300) {
                            return body;
                        }
                        Optional<String> target = headers.get("location");
                        if (status >= 300 && status < 400 && target.isPresent() && redirects > 0) {
                            return chunks(ticket, resolve(ticket, uri, target.get()), redirects - 1);
                        }
                        return refused(ticket, uri, status);
                    })
                    .onErrorMap(
                            error -> !(error instanceof FalException),
                            error -> new FalException.Unreachable(
                                    "the file at " + uri.getHost() + " could not be fetched: " + error.getMessage(),
                                    Evidence.of(ticket),
                                    error));
        });
    }

    private FalException tooSlow(QueueTicket ticket) {
        return new FalException.Unreadable(
                "the file did not arrive within " + limit.toSeconds() + " s", Evidence.of(ticket), null);
    }

    private static Publisher<byte[]> refused(QueueTicket ticket, URI uri, int status) {
        Evidence evidence = new Evidence(Optional.of(ticket), Optional.empty(), OptionalInt.of(status), "");
        String what = "the file at " + uri.getHost() + uri.getPath() + " could not be fetched";
        if (status == 404 || status == 410) {
            return Mono.error(new Rejected(Rejected.Reason.GONE, what, Optional.empty(), evidence));
        }
        return Mono.error(
                status == 401 || status == 403
                        ? new Rejected(Rejected.Reason.FORBIDDEN, what, Optional.empty(), evidence)
                        : new FalException.Unreachable(what, evidence, null));
    }

    private static Mono<Long> write(Flux<byte[]> chunks, Part part, QueueTicket ticket, long maxBytes) {
        return chunks.publishOn(Schedulers.boundedElastic(), 4)
                .doOnNext(chunk -> {
                    if (part.written + chunk.length > maxBytes) {
                        throw new FalException.Unreadable(
                                "the file is larger than " + maxBytes + " bytes", Evidence.of(ticket), null);
                    }
                    part.write(chunk);
                })
                .then(Mono.fromSupplier(() -> part.written));
    }

    private static byte[] decoded(QueueTicket ticket, String dataUri) {
        try {
            return DataUri.decode(dataUri);
        } catch (IllegalArgumentException e) {
            throw new FalException.Unreadable("the data URI holds no readable file", Evidence.of(ticket), e);
        }
    }

    private static URI parse(QueueTicket ticket, String url) {
        try {
            URI uri = URI.create(url);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (uri.getHost() != null && (scheme.equals("https") || scheme.equals("http"))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new FalException.Unreadable("the file's URL is neither http, https nor data", Evidence.of(ticket), null);
    }

    private static String resolve(QueueTicket ticket, URI from, String target) {
        try {
            return from.resolve(target).toString();
        } catch (IllegalArgumentException e) {
            throw new FalException.Unreadable("the file's redirect leads nowhere", Evidence.of(ticket), e);
        }
    }

    private static <T> Mono<T> onDisk(Callable<T> work) {
        return Mono.fromCallable(work)
                .onErrorMap(IOException.class, UncheckedIOException::new)
                .subscribeOn(Schedulers.boundedElastic());
    }

    /** A file that is being written. Used by one thread at a time. */
    private static final class Part {

        private final Path file;
        private final Path temporary;
        private final OutputStream out;
        private volatile long written;

        private Part(Path file, Path temporary, OutputStream out) {
            this.file = file;
            this.temporary = temporary;
            this.out = out;
        }

        static Part create(Path file) throws IOException {
            Path temporary = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
            return new Part(file, temporary, Files.newOutputStream(temporary));
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
            return Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        }

        Boolean drop() throws IOException {
            out.close();
            return Files.deleteIfExists(temporary);
        }
    }
}
