package dev.falreactive.protocol;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One call of the queue as a value: what to send, and how to read what comes of it. Made by {@link QueueProtocol}.
 *
 * @param <T> what the call brings
 */
public final class Exchange<T> {

    private final WireRequest request;
    private final int maxResponseBytes;
    private final Function<WireResponse, Outcome<T>> decoder;
    private final Function<TransportFault, Outcome.Failure<T>> faults;
    private final Supplier<Optional<Exchange<T>>> elsewhere;

    Exchange(
            WireRequest request,
            int maxResponseBytes,
            Function<WireResponse, Outcome<T>> decoder,
            Function<TransportFault, Outcome.Failure<T>> faults) {
        this(request, maxResponseBytes, decoder, faults, Optional::empty);
    }

    private Exchange(
            WireRequest request,
            int maxResponseBytes,
            Function<WireResponse, Outcome<T>> decoder,
            Function<TransportFault, Outcome.Failure<T>> faults,
            Supplier<Optional<Exchange<T>>> elsewhere) {
        this.request = Objects.requireNonNull(request, "request");
        this.maxResponseBytes = maxResponseBytes;
        this.decoder = Objects.requireNonNull(decoder, "decoder");
        this.faults = Objects.requireNonNull(faults, "faults");
        this.elsewhere = elsewhere;
    }

    /** This exchange, and another that brings the same where nobody answers this one's path; made only if that is so. */
    Exchange<T> or(Supplier<Exchange<T>> other) {
        return new Exchange<>(request, maxResponseBytes, decoder, faults, () -> Optional.of(other.get()));
    }

    /** {@return what to do in its place after an answer that means {@link Again.Elsewhere}} */
    public Optional<Exchange<T>> elsewhere() {
        return elsewhere.get();
    }

    /** {@return what to send} */
    public WireRequest request() {
        return request;
    }

    /** {@return how many bytes of body to take at most; more is a {@link TransportFault.Kind#TOO_LARGE}} */
    public int maxResponseBytes() {
        return maxResponseBytes;
    }

    /**
     * Reads an answer. Never throws for what a server sent.
     *
     * @param response the answer, read to its end
     * @return what it means
     */
    public Outcome<T> decode(WireResponse response) {
        return decoder.apply(response);
    }

    /**
     * Says what it means that no whole answer came.
     *
     * @param fault why
     * @return what to tell the user, and whether to send again
     */
    public Outcome.Failure<T> failed(TransportFault fault) {
        return faults.apply(fault);
    }

    @Override
    public String toString() {
        return request.toString();
    }
}
