package dev.falreactive.reactor;

import dev.falreactive.EndpointId;
import dev.falreactive.protocol.WireCall;
import dev.falreactive.protocol.WireRequest;
import java.time.Duration;
import java.util.Optional;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/** Records each exchange of a direct run: a try is one of its own. */
final class ObservedDirectTransport implements DirectTransport {

    private final DirectTransport transport;
    private final FalInstrumentation instrumentation;

    ObservedDirectTransport(DirectTransport transport, FalInstrumentation instrumentation) {
        this.transport = transport;
        this.instrumentation = instrumentation;
    }

    @Override
    public <T> Flux<T> call(WireRequest request, Duration limit, MediaSource.Reader<T> reader) {
        return Observed.flux(
                context -> instrumentation.exchange(call(context), context),
                recording -> transport.call(request, limit, (status, headers, body) -> {
                    recording.answered(status);
                    Publisher<T> read = reader.read(status, headers, body);
                    // Who waits for one whole answer leaves once it is here.
                    return read instanceof Mono<T> whole
                            ? whole.doOnNext(answer -> recording.ended(CallEnding.SUCCESS))
                            : read;
                }));
    }

    private static WireCall call(ContextView context) {
        String endpoint = Observed.endpoint(context).map(EndpointId::toString).orElse("none");
        return new WireCall(WireCall.Kind.DIRECT, endpoint, Optional.empty());
    }
}
