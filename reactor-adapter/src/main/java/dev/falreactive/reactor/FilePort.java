package dev.falreactive.reactor;

import dev.falreactive.protocol.WireRequest;
import dev.falreactive.protocol.WireResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The second port in both directions: files, which never carry a credential. */
interface FilePort extends MediaSource {

    /**
     * Sends a request with a body that is read as fast as it leaves, on subscription; aborts on cancel. It fails if nothing
     * moves for as long as an exchange may take; how long it takes in all is not limited.
     *
     * @param request what to send; its own body is not
     * @param length how many bytes the body has
     * @param body the body
     * @param maxResponseBytes how many bytes of answer to take
     * @return the answer, or a {@link TransportException}, or what the body failed with
     */
    Mono<WireResponse> send(WireRequest request, long length, Flux<byte[]> body, int maxResponseBytes);
}
