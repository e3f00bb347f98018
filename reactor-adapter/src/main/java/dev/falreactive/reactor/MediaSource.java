package dev.falreactive.reactor;

import dev.falreactive.protocol.WireHeaders;
import java.net.URI;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** The second port: files, which never carry a credential. */
@FunctionalInterface
interface MediaSource {

    /**
     * Fetches a file on subscription, as fast as it is read.
     *
     * @param uri where it is
     * @param reader what to make of the answer
     * @return what the reader makes
     */
    <T> Flux<T> open(URI uri, Reader<T> reader);

    /** Makes something of an answer whose body is still to come. */
    @FunctionalInterface
    interface Reader<T> {
        Publisher<T> read(int status, WireHeaders headers, Flux<byte[]> body);
    }
}
