package dev.falreactive.reactor;

import dev.falreactive.protocol.WireRequest;
import java.time.Duration;
import reactor.core.publisher.Flux;

/** Where direct runs are sent: calls that may last for minutes, on connections of their own. */
interface DirectTransport {

    /**
     * Sends on subscription. Reads no faster than what the reader makes is asked for. Closes the connection on cancel, and
     * when the limit is over, which holds from subscription to the last byte.
     *
     * @param request what to send
     * @param limit how long all of it may take
     * @param reader what to make of the answer
     * @return what the reader makes, or a {@link TransportException}
     */
    <T> Flux<T> call(WireRequest request, Duration limit, MediaSource.Reader<T> reader);

    /** For a client without a network. */
    static DirectTransport none() {
        return new DirectTransport() {
            @Override
            public <T> Flux<T> call(WireRequest request, Duration limit, MediaSource.Reader<T> reader) {
                return Flux.error(new UnsupportedOperationException("no direct calls here"));
            }
        };
    }
}
