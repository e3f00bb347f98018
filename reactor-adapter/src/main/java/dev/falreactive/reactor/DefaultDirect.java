package dev.falreactive.reactor;

import dev.falreactive.Codec;
import dev.falreactive.DirectOptions;
import dev.falreactive.DirectResult;
import dev.falreactive.Endpoint;
import dev.falreactive.protocol.DirectProtocol;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

final class DefaultDirect<I, O> implements ReactorDirect<I, O> {

    private final Endpoint<I, O> endpoint;
    private final DirectProtocol protocol;
    private final InputFiles files;
    private final DirectCalls calls;

    DefaultDirect(Endpoint<I, O> endpoint, DirectProtocol protocol, InputFiles files, DirectCalls calls) {
        this.endpoint = endpoint;
        this.protocol = protocol;
        this.files = files;
        this.calls = calls;
    }

    @Override
    public Mono<DirectResult<O>> runWithMetadata(I input, DirectOptions options) {
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(options, "options");
        return Mono.defer(() -> files.uploaded(input, (in, urls) -> protocol.run(endpoint, in, options, urls))
                .flatMap(exchange -> calls.run(exchange, options)));
    }

    @Override
    public Flux<O> stream(I input) {
        return stream(input, DirectOptions.defaults());
    }

    @Override
    public Flux<O> stream(I input, DirectOptions options) {
        return stream(input, endpoint.output(), options);
    }

    @Override
    public <P> Flux<P> stream(I input, Codec<P> element, DirectOptions options) {
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(element, "element");
        Objects.requireNonNull(options, "options");
        return Flux.defer(
                () -> files.uploaded(input, (in, urls) -> protocol.stream(endpoint, in, element, options, urls))
                        .flatMapMany(stream -> calls.stream(stream, options)));
    }
}
