package dev.falreactive.reactor;

import dev.falreactive.EndpointId;
import dev.falreactive.FalConfig;
import dev.falreactive.Orphan;
import dev.falreactive.QueueTicket;
import dev.falreactive.contract.QueueClientContract;
import dev.falreactive.contract.QueueFace;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.protocol.WireCall;
import java.util.Optional;
import java.util.function.Consumer;
import reactor.util.context.ContextView;

/** Being watched, even by somebody who fails at everything, changes nothing of what a client does. */
class InstrumentedContractTest implements QueueClientContract {

    @Override
    public QueueFace open(FalConfig config, Consumer<Orphan> onOrphan) {
        ReactorFalClient client = ReactorFalClient.builder(config)
                .onOrphan(onOrphan)
                .instrumentation(new FalInstrumentation() {})
                .instrumentation(new Failing())
                .build();
        return new ReactorFace(client, client.queue(FluxLora.TEXT_TO_IMAGE));
    }

    private static final class Failing implements FalInstrumentation {

        @Override
        public Recording verb(FalVerb verb, EndpointId endpoint, Optional<QueueTicket> ticket, ContextView context) {
            return ending -> {
                throw new IllegalStateException("broken");
            };
        }

        @Override
        public Recording exchange(WireCall call, ContextView context) {
            throw new IllegalStateException("broken");
        }

        @Override
        public void orphaned(Orphan orphan) {
            throw new IllegalStateException("broken");
        }
    }
}
