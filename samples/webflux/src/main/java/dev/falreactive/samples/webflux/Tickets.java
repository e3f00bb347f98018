package dev.falreactive.samples.webflux;

import dev.falreactive.QueueTicket;
import dev.falreactive.fluxlora.FluxLora;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.springframework.web.util.UriUtils;

/** Tickets in paths: a request id, which is short and does not say when, or a whole ticket as JSON, percent-encoded. */
final class Tickets {

    private Tickets() {}

    static QueueTicket of(String segment) {
        return segment.startsWith("{")
                ? QueueTicket.fromJson(segment)
                : QueueTicket.of(FluxLora.ID, segment, Instant.EPOCH);
    }

    static URI location(String root, QueueTicket ticket) {
        return URI.create(root + "/" + UriUtils.encodePathSegment(ticket.requestId(), StandardCharsets.UTF_8));
    }
}
