package dev.falreactive.protocol;

import java.util.Objects;
import java.util.function.Function;

/**
 * One call of the queue that is answered with a stream of events, as a value: what to send, and how to read what comes of
 * it. Made by {@link QueueProtocol}. An answer that {@linkplain #isStream is a stream} goes through a {@link #newDecoder()},
 * each event of it through {@link #decode(String)}; any other answer, read to its end, through {@link
 * #refused(WireResponse)}.
 *
 * @param <T> what an event brings
 */
public final class EventExchange<T> {

    /** The content type of a stream of events. */
    public static final String CONTENT_TYPE = "text/event-stream";

    private final WireRequest request;
    private final int maxEventBytes;
    private final Function<String, Outcome<T>> decoder;
    private final Function<WireResponse, Outcome.Failure<T>> refusals;
    private final Function<TransportFault, Outcome.Failure<T>> faults;

    EventExchange(
            WireRequest request,
            int maxEventBytes,
            Function<String, Outcome<T>> decoder,
            Function<WireResponse, Outcome.Failure<T>> refusals,
            Function<TransportFault, Outcome.Failure<T>> faults) {
        this.request = Objects.requireNonNull(request, "request");
        this.maxEventBytes = maxEventBytes;
        this.decoder = Objects.requireNonNull(decoder, "decoder");
        this.refusals = Objects.requireNonNull(refusals, "refusals");
        this.faults = Objects.requireNonNull(faults, "faults");
    }

    /** {@return what to send} */
    public WireRequest request() {
        return request;
    }

    /** {@return how many bytes to take at most: of an event, and of an answer that is no stream} */
    public int maxBytes() {
        return maxEventBytes;
    }

    /**
     * Whether an answer is a stream of events: 200, and its content type is {@value #CONTENT_TYPE}, whatever its parameters.
     *
     * @param status the answer's HTTP status
     * @param headers its headers
     * @return whether it is
     */
    public boolean isStream(int status, WireHeaders headers) {
        String type = headers.get(HeaderNames.CONTENT_TYPE).orElse("");
        int parameters = type.indexOf(';');
        return status == 200
                && (parameters < 0 ? type : type.substring(0, parameters))
                        .strip()
                        .equalsIgnoreCase(CONTENT_TYPE);
    }

    /** {@return a decoder for one answer} */
    public EventStreamDecoder newDecoder() {
        return new EventStreamDecoder(maxEventBytes);
    }

    /**
     * Reads an event. Never throws for what a server sent.
     *
     * @param data the event's data
     * @return what it means
     */
    public Outcome<T> decode(String data) {
        return decoder.apply(data);
    }

    /**
     * Says what an answer means that is no stream of events.
     *
     * @param response the answer, read to its end
     * @return what to tell the user, and whether to send again
     */
    public Outcome.Failure<T> refused(WireResponse response) {
        return refusals.apply(response);
    }

    /**
     * Says what it means that no answer came, or that a stream broke.
     *
     * @param fault why
     * @return what to tell the user, and whether to send again
     */
    public Outcome.Failure<T> failed(TransportFault fault) {
        return faults.apply(fault);
    }

    @Override
    public String toString() {
        return request.toString();
    }
}
