package dev.falreactive.reactor;

import dev.falreactive.protocol.QueueProtocol;
import dev.falreactive.protocol.WireCall;
import dev.falreactive.protocol.WireRequest;
import dev.falreactive.protocol.WireResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/** Records each exchange: a try is one of its own. */
final class ObservedTransport implements Transport {

    private final Transport transport;
    private final FalInstrumentation instrumentation;
    private final QueueProtocol protocol;

    ObservedTransport(Transport transport, FalInstrumentation instrumentation, QueueProtocol protocol) {
        this.transport = transport;
        this.instrumentation = instrumentation;
        this.protocol = protocol;
    }

    @Override
    public Mono<WireResponse> send(WireRequest request, int maxResponseBytes, Departure departure) {
        return Observed.mono(
                context -> instrumentation.exchange(call(request, context), context),
                recording -> transport
                        .send(request, maxResponseBytes, departure)
                        .doOnNext(response -> recording.answered(response.status())));
    }

    @Override
    public <T> Flux<T> open(WireRequest request, MediaSource.Reader<T> reader) {
        return Observed.flux(
                context -> instrumentation.exchange(call(request, context), context),
                recording -> transport.open(request, (status, headers, body) -> {
                    recording.answered(status);
                    return reader.read(status, headers, body);
                }));
    }

    @Override
    public Mono<Void> close() {
        return transport.close();
    }

    private WireCall call(WireRequest request, ContextView context) {
        WireCall call = protocol.callOf(request);
        return Observed.endpoint(context)
                .filter(endpoint -> call.kind() != WireCall.Kind.UPLOAD)
                .map(endpoint -> new WireCall(call.kind(), endpoint.toString(), call.requestId()))
                .orElse(call);
    }
}
