package dev.falreactive.reactor;

import dev.falreactive.Codec;
import dev.falreactive.DirectOptions;
import dev.falreactive.DirectResult;
import dev.falreactive.EndpointId;
import dev.falreactive.reactor.FalInstrumentation.Recording;
import java.util.Optional;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** Records each direct run. */
final class ObservedDirect<I, O> implements ReactorDirect<I, O> {

    private final ReactorDirect<I, O> direct;
    private final EndpointId endpoint;
    private final FalInstrumentation instrumentation;

    ObservedDirect(ReactorDirect<I, O> direct, EndpointId endpoint, FalInstrumentation instrumentation) {
        this.direct = direct;
        this.endpoint = endpoint;
        this.instrumentation = instrumentation;
    }

    @Override
    public Mono<DirectResult<O>> runWithMetadata(I input, DirectOptions options) {
        Mono<DirectResult<O>> source = direct.runWithMetadata(input, options);
        return Observed.mono(begin(FalVerb.RUN), recording -> source);
    }

    @Override
    public Flux<O> stream(I input) {
        return observed(direct.stream(input));
    }

    @Override
    public Flux<O> stream(I input, DirectOptions options) {
        return observed(direct.stream(input, options));
    }

    @Override
    public <P> Flux<P> stream(I input, Codec<P> element, DirectOptions options) {
        return observed(direct.stream(input, element, options));
    }

    private <P> Flux<P> observed(Flux<P> source) {
        return Observed.flux(begin(FalVerb.STREAM), recording -> source);
    }

    private Function<ContextView, Recording> begin(FalVerb verb) {
        return context -> new ForwardingRecording(instrumentation.verb(verb, endpoint, Optional.empty(), context)) {
            @Override
            public Context within(Context outer) {
                return super.within(Observed.of(endpoint, outer));
            }
        };
    }
}
