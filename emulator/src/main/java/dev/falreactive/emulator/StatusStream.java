package dev.falreactive.emulator;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;

/** The events of one status stream: the state now, then each change of it, and comments while nothing changes. */
final class StatusStream {

    private static final Duration LOOK_EVERY = Duration.ofMillis(25);

    private final EmulatedQueue queue;
    private final Reply.Stream stream;
    private final InstantSource clock;
    private final Duration keepAlive;
    private final UnaryOperator<String> change;
    private String told = "";
    private long quietSince = System.nanoTime();

    private StatusStream(
            EmulatedQueue queue,
            Reply.Stream stream,
            InstantSource clock,
            Duration keepAlive,
            UnaryOperator<String> change) {
        this.queue = queue;
        this.stream = stream;
        this.clock = clock;
        this.keepAlive = keepAlive;
        this.change = change;
    }

    /** Events and comments as bytes; complete after the job's last event, or when the job is gone. */
    static Flux<byte[]> open(
            EmulatedQueue queue,
            Reply.Stream stream,
            InstantSource clock,
            Duration keepAlive,
            UnaryOperator<String> change,
            Scheduler timer) {
        Duration pause = keepAlive.compareTo(LOOK_EVERY) < 0 ? keepAlive : LOOK_EVERY;
        return Flux.defer(() -> {
            StatusStream state = new StatusStream(queue, stream, clock, keepAlive, change);
            return Flux.interval(Duration.ZERO, pause, timer)
                    .onBackpressureDrop()
                    .handle((tick, sink) -> state.look(sink));
        });
    }

    private void look(SynchronousSink<byte[]> sink) {
        Optional<Frame> now = queue.frame(stream.requestId(), stream.logs(), clock.instant());
        if (now.isEmpty()) {
            sink.complete();
            return;
        }
        Frame frame = now.get();
        if (!frame.json().equals(told)) {
            told = frame.json();
            sink.next(SseText.event(change.apply(told)));
            if (frame.last()) {
                sink.complete();
            }
        } else if (System.nanoTime() - quietSince >= keepAlive.toNanos()) {
            quietSince = System.nanoTime();
            sink.next(SseText.keepAlive());
        }
    }
}
