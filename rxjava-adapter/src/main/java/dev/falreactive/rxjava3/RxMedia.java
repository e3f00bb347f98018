package dev.falreactive.rxjava3;

import dev.falreactive.FalException;
import dev.falreactive.QueueTicket;
import dev.falreactive.reactor.ReactorMedia;
import io.reactivex.rxjava3.core.Single;
import java.nio.file.Path;

/** The files that results point to. No credential is ever sent for them. */
public final class RxMedia {

    /** How large a file may be unless said otherwise: 256 MiB. */
    public static final long DEFAULT_MAX_BYTES = ReactorMedia.DEFAULT_MAX_BYTES;

    private final ReactorMedia media;

    RxMedia(ReactorMedia media) {
        this.media = media;
    }

    /**
     * Saves a file with the default limit; see {@link #save(QueueTicket, String, Path, long)}.
     *
     * @param ticket the job whose result names the file
     * @param url where the file is
     * @param file where to save it
     * @return how many bytes were saved
     */
    public Single<Long> save(QueueTicket ticket, String url, Path file) {
        return save(ticket, url, file, DEFAULT_MAX_BYTES);
    }

    /**
     * Saves a file, byte for byte: it is streamed to disk and never decoded. A data URI is written as the bytes it holds.
     *
     * <p><b>On subscribe</b> the file is fetched, anew up to three times if the connection breaks or the server fails. It
     * appears under its name when it is whole, replacing a file that is there. <b>On dispose</b>, and on failure, nothing is
     * left behind. <b>Thread:</b> the one that wrote the file, which may be blocked.
     *
     * @param ticket the job whose result names the file: carried by errors
     * @param url an http, https or data URL
     * @param file where to save it; its directory must exist
     * @param maxBytes how large it may be
     * @return how many bytes were saved. Errors: {@link FalException.Rejected} ({@code GONE} for a file that expired),
     *     {@link FalException.Unreachable} (an empty file too), {@link FalException.Unreadable} (too large, too slow, no such URL),
     *     {@link FalException.InvalidInput} (a directory is there), {@link java.io.UncheckedIOException} if it cannot be written
     */
    public Single<Long> save(QueueTicket ticket, String url, Path file, long maxBytes) {
        return Single.fromPublisher(media.save(ticket, url, file, maxBytes));
    }
}
