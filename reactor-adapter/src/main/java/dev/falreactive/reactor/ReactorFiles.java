package dev.falreactive.reactor;

import dev.falreactive.FalConfig;
import dev.falreactive.FalException;
import dev.falreactive.UploadOptions;
import dev.falreactive.UploadedFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Files, there and back. The key goes to {@link FalConfig#storageUrl()} alone, to say that a file will come; the file itself
 * goes to the URL that the storage names, without a key, and so is a file fetched.
 *
 * <p>An upload costs nothing and may be repeated, so each of its calls is, by the configuration's retry policy; of a file in
 * parts only the part that failed is sent again. Files are read and written on
 * {@link reactor.core.scheduler.Schedulers#boundedElastic()}, in small pieces.
 */
public interface ReactorFiles {

    /** How large a file to fetch may be unless said otherwise: 256 MiB. */
    long DEFAULT_MAX_BYTES = ReactorMedia.DEFAULT_MAX_BYTES;

    /**
     * Uploads a file; see {@link #upload(FileSource, UploadOptions)}.
     *
     * @param file the file
     * @return the file in the storage
     */
    default Mono<UploadedFile> upload(FileSource file) {
        return upload(file, UploadOptions.defaults());
    }

    /**
     * Uploads a file. One of more than 90 MiB goes in parts of 10 MiB, a few at a time.
     *
     * <p><b>On subscribe</b> it is read and sent; each subscription uploads anew. <b>On cancel</b> all that is under way stops
     * at once and the file is closed; the storage forgets parts that were not completed. It fails if nothing moves for as long
     * as an exchange may take; how long it takes in all is not limited. Signals come on any thread.
     *
     * @param file the file
     * @param options parts at a time, lifecycle
     * @return the file in the storage, to be put into an input. Errors: {@link FalException.Rejected},
     *     {@link FalException.Unreachable} after the last try, {@link FalException.Unreadable} (also for a storage that names
     *     an unsafe place to send it to), {@link java.io.UncheckedIOException} if it cannot be read, or was changed meanwhile,
     *     and whatever a source that is a publisher fails with
     */
    Mono<UploadedFile> upload(FileSource file, UploadOptions options);

    /**
     * Uploads a file as {@link #upload(FileSource, UploadOptions)} does, and tells how it goes. <b>On demand</b> the newest
     * state is told; a slow reader does not slow the upload.
     *
     * @param file the file
     * @param options parts at a time, lifecycle
     * @return progress, then {@link Transfer.Done}
     */
    Flux<Transfer<UploadedFile>> uploadWithProgress(FileSource file, UploadOptions options);

    /**
     * Fetches a file of at most {@link #DEFAULT_MAX_BYTES}; see {@link #download(String, long)}.
     *
     * @param url where it is
     * @return its bytes
     */
    default Flux<ByteBuffer> download(String url) {
        return download(url, DEFAULT_MAX_BYTES);
    }

    /**
     * Fetches a file. <b>On subscribe</b> the request is sent; up to five redirects are followed. <b>On demand</b> bytes are
     * read from the connection, and no more than its buffers hold ahead of it. <b>On cancel</b> the connection is closed. It
     * is not fetched again if it breaks: {@link #save(String, Path, long)} does that. Who asks for nothing for as long as an
     * exchange may take loses the connection. Bytes come on an event loop, which must not be blocked.
     *
     * @param url an http, https or data URL
     * @param maxBytes how large it may be
     * @return its bytes, in buffers that are the reader's own. Errors as of {@link #save(String, Path, long)}
     */
    Flux<ByteBuffer> download(String url, long maxBytes);

    /**
     * Saves a file of at most {@link #DEFAULT_MAX_BYTES}; see {@link #save(String, Path, long)}.
     *
     * @param url where it is
     * @param file where to save it
     * @return how many bytes were saved
     */
    default Mono<Long> save(String url, Path file) {
        return save(url, file, DEFAULT_MAX_BYTES);
    }

    /**
     * Saves a file, byte for byte, as {@link ReactorMedia#save(dev.falreactive.QueueTicket, String, Path, long)} does, without
     * a job to name in errors. It appears under its name when it is whole; on failure and on cancel nothing is left behind.
     *
     * @param url an http, https or data URL
     * @param file where to save it; its directory must exist
     * @param maxBytes how large it may be
     * @return how many bytes were saved. Errors: {@link FalException.Rejected} ({@code GONE} for a file that expired),
     *     {@link FalException.Unreachable}, {@link FalException.Unreadable} (too large, too slow, or no such kind of URL),
     *     {@link FalException.InvalidInput} if there is a directory in its place, {@link java.io.UncheckedIOException} if it
     *     cannot be written
     */
    Mono<Long> save(String url, Path file, long maxBytes);

    /**
     * Saves a file as {@link #save(String, Path, long)} does, and tells how it goes. <b>On demand</b> the newest state is
     * told; a slow reader does not slow the download.
     *
     * @param url an http, https or data URL
     * @param file where to save it; its directory must exist
     * @param maxBytes how large it may be
     * @return progress, then {@link Transfer.Done} with how many bytes were saved
     */
    Flux<Transfer<Long>> saveWithProgress(String url, Path file, long maxBytes);
}
