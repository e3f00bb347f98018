package dev.falreactive.micrometer;

import dev.falreactive.FalException;
import dev.falreactive.Orphan;
import dev.falreactive.protocol.WireCall;
import dev.falreactive.reactor.CallEnding;
import dev.falreactive.reactor.FalInstrumentation.Recording;
import dev.falreactive.reactor.ForwardingRecording;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.util.context.ContextView;

/** The meters of one client that are no observation's. */
final class JobMeters {

    private final MeterRegistry registry;
    private final Tags client;
    private final AtomicInteger watches = new AtomicInteger();
    private final AtomicInteger exchanges = new AtomicInteger();

    JobMeters(String client, MeterRegistry registry) {
        this.registry = registry;
        this.client = Tags.of(FalNames.CLIENT, client);
        Gauge.builder(FalNames.WATCHES, watches, AtomicInteger::get)
                .description("Verbs that are watching a job")
                .tags(this.client)
                .register(registry);
        Gauge.builder(FalNames.EXCHANGES_IN_FLIGHT, exchanges, AtomicInteger::get)
                .description("Requests under way")
                .tags(this.client)
                .register(registry);
    }

    void watchBegun() {
        watches.incrementAndGet();
    }

    void watchEnded() {
        watches.decrementAndGet();
    }

    /** Counts an exchange while it is under way, and tells its verb's clock of a submit's answer. */
    Recording exchange(Recording observed, WireCall call, ContextView context) {
        exchanges.incrementAndGet();
        return new ForwardingRecording(observed) {
            @Override
            public void ended(CallEnding ending) {
                exchanges.decrementAndGet();
                if (call.kind() == WireCall.Kind.SUBMIT) {
                    JobRecording.in(context).ifPresent(JobRecording::submitAnswered);
                }
                super.ended(ending);
            }
        };
    }

    void retried(FalException failure) {
        counter(
                FalNames.RETRIES,
                Tags.of(FalNames.OUTCOME, CallEnding.failed(failure).outcome()));
    }

    void orphaned(Orphan orphan) {
        boolean accepted = orphan instanceof Orphan.Accepted;
        Tags endpoint = Tags.of(FalNames.ENDPOINT, orphan.endpoint().toString());
        counter(FalNames.ORPHANS, endpoint.and(FalNames.OUTCOME, accepted ? "accepted" : "unknown"));
        if (!accepted) {
            counter(FalNames.SUBMITS_UNKNOWN, endpoint);
        }
    }

    void submitUnknown(String endpoint) {
        counter(FalNames.SUBMITS_UNKNOWN, Tags.of(FalNames.ENDPOINT, endpoint));
    }

    void time(String name, Tags tags, Duration duration) {
        Timer.builder(name).tags(client.and(tags)).register(registry).record(duration);
    }

    /** Of the registry's clock, in nanoseconds: for differences alone. */
    long now() {
        return registry.config().clock().monotonicTime();
    }

    long wallTime() {
        return registry.config().clock().wallTime();
    }

    private void counter(String name, Tags tags) {
        Counter.builder(name).tags(client.and(tags)).register(registry).increment();
    }
}
