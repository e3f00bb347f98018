package dev.falreactive.reactor;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

/** Counts the bytes of one transfer. Safe for use by several threads. */
final class Meter {

    private final AtomicLong bytes = new AtomicLong();
    private final Consumer<Meter> moved;
    private volatile OptionalLong total = OptionalLong.empty();

    private Meter(Consumer<Meter> moved) {
        this.moved = moved;
    }

    /** One that tells nobody. */
    static Meter silent() {
        return new Meter(meter -> {});
    }

    /** Runs a transfer and tells how it goes: whenever the reader is ready, the newest state. */
    static <T> Flux<Transfer<T>> watching(Function<Meter, Mono<T>> transfer) {
        return Flux.<Supplier<Transfer<T>>>create(
                        sink -> sink.onDispose(transfer.apply(new Meter(meter -> sink.next(meter::progress)))
                                .contextWrite(sink.contextView())
                                .subscribe(
                                        value -> sink.next(() -> new Transfer.Done<>(value)),
                                        sink::error,
                                        sink::complete)),
                        FluxSink.OverflowStrategy.LATEST)
                // Asked only now, so what a slow reader sees is not old.
                .map(Supplier::get);
    }

    void expect(long all) {
        total = OptionalLong.of(all);
    }

    /** Counts a piece that may be transferred again: what was counted before is not counted twice. */
    Piece piece() {
        return new Piece();
    }

    private <T> Transfer<T> progress() {
        return new Transfer.Progress<>(bytes.get(), total);
    }

    /** Used by one thread at a time. */
    final class Piece {

        private volatile long now;
        private volatile long most;

        void again() {
            now = 0;
        }

        @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
        void moved(int more) {
            now += more;
            if (now > most) {
                bytes.addAndGet(now - most);
                most = now;
                moved.accept(Meter.this);
            }
        }
    }
}
