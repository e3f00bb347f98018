package dev.falreactive.reactor;

import dev.falreactive.protocol.WireCall;
import dev.falreactive.protocol.WireRequest;
import dev.falreactive.protocol.WireResponse;
import java.net.URI;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Records each sending of a file or a part; not what is fetched. */
final class ObservedFiles implements FilePort {

    /** Nothing of the URL, which may hold a secret. */
    private static final WireCall UPLOAD = new WireCall(WireCall.Kind.UPLOAD, "none", Optional.empty());

    private final FilePort port;
    private final FalInstrumentation instrumentation;

    ObservedFiles(FilePort port, FalInstrumentation instrumentation) {
        this.port = port;
        this.instrumentation = instrumentation;
    }

    @Override
    public <T> Flux<T> open(URI uri, Reader<T> reader) {
        return port.open(uri, reader);
    }

    @Override
    public Mono<WireResponse> send(WireRequest request, long length, Flux<byte[]> body, int maxResponseBytes) {
        return Observed.mono(
                context -> instrumentation.exchange(UPLOAD, context),
                recording -> port.send(request, length, body, maxResponseBytes)
                        .doOnNext(response -> recording.answered(response.status())));
    }
}
