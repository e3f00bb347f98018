package dev.falreactive.reactor;

import dev.falreactive.protocol.WireRequest;
import dev.falreactive.protocol.WireResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The only arrow that does I/O: sends a request, with the credential where it belongs, and reads the answer. */
interface Transport {

    /**
     * Sends at each subscription, within the configured limit from connect to last byte; aborts on cancel.
     *
     * @param request what to send
     * @param maxResponseBytes how many bytes of body to take
     * @param departure asked at each subscription, when everything is ready and the next thing is to send
     * @return the answer, or a {@link TransportException}
     */
    Mono<WireResponse> send(WireRequest request, int maxResponseBytes, Departure departure);

    /**
     * Sends on subscription, if a connection for a stream is free at once. The configured limit holds from connect to the
     * head of the answer; how long the body may last is up to the reader. Aborts on cancel; ends when the transport is
     * closed.
     *
     * @param request what to send
     * @param reader what to make of the answer
     * @return what the reader makes, or a {@link TransportException}
     */
    <T> Flux<T> open(WireRequest request, MediaSource.Reader<T> reader);

    /**
     * From its subscription on nothing more is sent, and streams end; what else is under way may still be answered, within
     * the limit of an exchange. Completes when all connections are closed.
     */
    Mono<Void> close();

    /** Stands between "surely not sent" and "may have been sent". */
    @FunctionalInterface
    interface Departure {

        /** For calls that may be repeated or dropped at any time. */
        Departure FREE = () -> true;

        /**
         * Says that from now on the request may arrive.
         *
         * @return false if it must not be sent any more
         */
        boolean leave();
    }
}
