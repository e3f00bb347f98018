package dev.falreactive.reactor;

import dev.falreactive.FalException.Evidence;
import dev.falreactive.QueueTicket;
import java.nio.file.Path;
import java.util.Objects;
import reactor.core.publisher.Mono;

/** Files of jobs: errors carry the ticket. */
record DefaultMedia(Downloads downloads) implements ReactorMedia {

    @Override
    public Mono<Long> save(QueueTicket ticket, String url, Path file, long maxBytes) {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(file, "file");
        return downloads.save(Evidence.of(ticket), url, file, maxBytes, Meter.silent());
    }
}
