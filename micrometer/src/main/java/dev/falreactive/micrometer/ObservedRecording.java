package dev.falreactive.micrometer;

import dev.falreactive.QueueTicket;
import dev.falreactive.reactor.CallEnding;
import dev.falreactive.reactor.FalInstrumentation.Recording;
import io.micrometer.observation.Observation;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** One observation. What is done within it finds it in the Reactor context, where Micrometer's own accessor looks too. */
final class ObservedRecording implements Recording {

    /** {@code ObservationThreadLocalAccessor.KEY}; that class needs the context-propagation library, which may be missing. */
    private static final String OBSERVATION = "micrometer.observation";

    private static final String NONE = "none";

    private final Observation observation;
    private final boolean exchange;
    private volatile String status = NONE;

    ObservedRecording(Observation observation, boolean exchange) {
        this.observation = observation;
        this.exchange = exchange;
    }

    /** Starts it as a child of the context's, if it has one; else it is one of the thread's. */
    static Observation begun(Observation observation, ContextView context) {
        if (context.getOrDefault(OBSERVATION, null) instanceof Observation parent) {
            observation.parentObservation(parent);
        }
        return observation.start();
    }

    @Override
    public Context within(Context context) {
        return context.put(OBSERVATION, observation);
    }

    @Override
    public void submitted(QueueTicket ticket) {
        observation.highCardinalityKeyValue(FalNames.REQUEST_ID, ticket.requestId());
    }

    @Override
    public void answered(int code) {
        status = Integer.toString(code);
    }

    @Override
    public void ended(CallEnding ending) {
        observation.lowCardinalityKeyValue(FalNames.OUTCOME, ending.outcome());
        if (exchange) {
            observation.lowCardinalityKeyValue(FalNames.STATUS, status);
        }
        ending.error().ifPresent(observation::error);
        observation.stop();
    }
}
