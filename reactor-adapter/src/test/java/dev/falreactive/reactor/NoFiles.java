package dev.falreactive.reactor;

import dev.falreactive.protocol.WireRequest;
import dev.falreactive.protocol.WireResponse;
import java.net.URI;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A port for tests that have nothing to do with files. */
final class NoFiles implements FilePort {

    @Override
    public <T> Flux<T> open(URI uri, Reader<T> reader) {
        return Flux.error(new AssertionError("no file is to be fetched"));
    }

    @Override
    public Mono<WireResponse> send(WireRequest request, long length, Flux<byte[]> body, int maxResponseBytes) {
        return Mono.error(new AssertionError("no file is to be sent"));
    }
}
