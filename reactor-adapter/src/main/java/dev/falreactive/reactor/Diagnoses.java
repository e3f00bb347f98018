package dev.falreactive.reactor;

import dev.falreactive.Diagnosis;
import dev.falreactive.EndpointId;
import dev.falreactive.FalConfig;
import dev.falreactive.protocol.Doctor;
import dev.falreactive.protocol.Doctor.Sample;
import dev.falreactive.protocol.Doctor.Seen;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Sends a doctor's probes, one after the other and each once. */
final class Diagnoses {

    private final Doctor doctor;
    private final Transport transport;
    private final int maxBytes;
    private final Scheduler timer;

    Diagnoses(FalConfig config, Transport transport, Scheduler timer) {
        this.doctor = new Doctor(config);
        this.transport = transport;
        this.maxBytes = config.maxStatusBytes();
        this.timer = timer;
    }

    Mono<Diagnosis> of(EndpointId endpoint, Optional<String> answer) {
        return Mono.defer(() -> Flux.fromIterable(doctor.probes(endpoint))
                .concatMap(this::seen, 1)
                .collectList()
                .map(seen -> doctor.conclude(endpoint, answer, seen)));
    }

    private Mono<Seen> seen(Sample probe) {
        return Mono.defer(() -> {
            long start = timer.now(TimeUnit.NANOSECONDS);
            return transport
                    .send(probe.request(), maxBytes, Transport.Departure.FREE)
                    .map(answer -> new Seen(probe, Optional.of(answer), Optional.empty(), since(start)))
                    .onErrorResume(
                            TransportException.class,
                            e -> Mono.just(new Seen(probe, Optional.empty(), Optional.of(e.fault()), since(start))));
        });
    }

    private Duration since(long start) {
        return Duration.ofNanos(timer.now(TimeUnit.NANOSECONDS) - start);
    }
}
