package dev.falreactive.micrometer;

import dev.falreactive.EndpointId;
import dev.falreactive.FalException;
import dev.falreactive.Orphan;
import dev.falreactive.QueueTicket;
import dev.falreactive.protocol.WireCall;
import dev.falreactive.reactor.FalInstrumentation;
import dev.falreactive.reactor.FalVerb;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import reactor.util.context.ContextView;

/**
 * Tells Micrometer what a client does: an observation for each verb and each exchange, and meters of jobs. With a tracing
 * handler in the registry, an exchange is a child of its verb's span, and that of the observation in its subscriber's
 * Reactor context, or else on its thread.
 *
 * <pre>{@code
 * ReactorFalClient.builder(config).instrumentation(FalMicrometer.of("default", observations, meters)).build();
 * }</pre>
 *
 * <p>No prompt, output or credential is told; a request id is a key of observations, never of meters.
 */
public final class FalMicrometer implements FalInstrumentation {

    private final String client;
    private final ObservationRegistry observations;
    private final Optional<JobMeters> meters;

    private FalMicrometer(String client, ObservationRegistry observations, Optional<JobMeters> meters) {
        this.client = Objects.requireNonNull(client, "client");
        this.observations = Objects.requireNonNull(observations, "observations");
        this.meters = meters;
    }

    /**
     * Observations alone; needs micrometer-observation.
     *
     * @param client the client's name, a key of all observations
     * @param observations where to begin them
     * @return the instrumentation of one client
     */
    public static FalMicrometer of(String client, ObservationRegistry observations) {
        return new FalMicrometer(client, observations, Optional.empty());
    }

    /**
     * Observations, and meters of jobs; needs micrometer-core too.
     *
     * @param client the client's name, a key of all observations and meters
     * @param observations where to begin the observations
     * @param meters where to register the meters; kept for as long as the client
     * @return the instrumentation of one client
     */
    public static FalMicrometer of(String client, ObservationRegistry observations, MeterRegistry meters) {
        return new FalMicrometer(client, observations, Optional.of(new JobMeters(client, meters)));
    }

    @Override
    public Recording verb(FalVerb verb, EndpointId endpoint, Optional<QueueTicket> ticket, ContextView context) {
        Observation observation = Observation.createNotStarted(FalNames.VERB, observations)
                .contextualName("fal " + verb.word())
                .lowCardinalityKeyValue(FalNames.CLIENT, client)
                .lowCardinalityKeyValue(FalNames.ENDPOINT, endpoint.toString())
                .lowCardinalityKeyValue(FalNames.VERB_KEY, verb.word());
        ticket.ifPresent(job -> observation.highCardinalityKeyValue(FalNames.REQUEST_ID, job.requestId()));
        Recording observed = new ObservedRecording(ObservedRecording.begun(observation, context), false);
        return meters.<Recording>map(all -> new JobRecording(observed, all, verb, endpoint.toString(), ticket))
                .orElse(observed);
    }

    @Override
    public Recording exchange(WireCall call, ContextView context) {
        Observation observation = Observation.createNotStarted(FalNames.EXCHANGE, observations)
                .contextualName("fal " + word(call) + " call")
                .lowCardinalityKeyValue(FalNames.CLIENT, client)
                .lowCardinalityKeyValue(FalNames.ENDPOINT, call.endpoint())
                .lowCardinalityKeyValue(FalNames.CALL, word(call));
        call.requestId().ifPresent(id -> observation.highCardinalityKeyValue(FalNames.REQUEST_ID, id));
        Recording observed = new ObservedRecording(ObservedRecording.begun(observation, context), true);
        return meters.map(all -> all.exchange(observed, call, context)).orElse(observed);
    }

    @Override
    public void retried(FalException failure) {
        meters.ifPresent(all -> all.retried(failure));
    }

    @Override
    public void orphaned(Orphan orphan) {
        meters.ifPresent(all -> all.orphaned(orphan));
    }

    private static String word(WireCall call) {
        return call.kind().name().toLowerCase(Locale.ROOT);
    }
}
