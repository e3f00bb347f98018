package dev.falreactive.reactor;

import dev.falreactive.FalException;
import dev.falreactive.QueueTicket;
import java.nio.file.Path;
import reactor.core.publisher.Mono;

/** The files that results point to. No credential is ever sent for them. */
public interface ReactorMedia {

    /** How large a file may be unless said otherwise: 256 MiB. */
    long DEFAULT_MAX_BYTES = 256L * 1024 * 1024;

    /**
     * Saves a file with the default limit; see {@link #save(QueueTicket, String, Path, long)}.
     *
     * @param ticket the job whose result names the file
     * @param url where the file is
     * @param file where to save it
     * @return how many bytes were saved
     */
    default Mono<Long> save(QueueTicket ticket, String url, Path file) {
        return save(ticket, url, file, DEFAULT_MAX_BYTES);
    }

    /**
     * Saves a file, byte for byte: it is streamed to disk and never decoded. A data URI is written as the bytes it holds.
     *
     * <p><b>On subscribe</b> the file is fetched; up to five redirects are followed, and it is fetched anew up to three times if the
     * connection breaks or the server fails. It may take ten times the configuration's request timeout. It appears under its name when it is
     * whole, replacing a file that is there. <b>On cancel</b>, and on failure, nothing is left behind. Files are written on
     * {@link reactor.core.scheduler.Schedulers#boundedElastic()}.
     *
     * @param ticket the job whose result names the file: carried by errors
     * @param url an http, https or data URL
     * @param file where to save it; its directory must exist
     * @param maxBytes how large it may be
     * @return how many bytes were saved. Errors: {@link FalException.Rejected} ({@code GONE} for a file that expired),
     *     {@link FalException.Unreachable} (also for an empty file), {@link FalException.Unreadable} (too large, too slow, or no such kind of URL),
     *     {@link FalException.InvalidInput} if there is a directory in its place, {@link java.io.UncheckedIOException} if it
     *     cannot be written
     */
    Mono<Long> save(QueueTicket ticket, String url, Path file, long maxBytes);
}
