package dev.falreactive.emulator;

import dev.falreactive.protocol.WireResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;

/** What a {@link Fault} does. Only the first two keep the request from the queue. */
sealed interface Effect {

    /**
     * Any answer in place of the queue's.
     *
     * @param passedGateway whether it carries {@code x-fal-request-id}
     */
    record Literal(int code, Map<String, String> headers, byte[] body, boolean passedGateway) implements Effect {}

    /** The connection is closed before the queue sees the request. */
    record Drop() implements Effect {}

    record AcceptThenDrop() implements Effect {}

    record HalfReply() implements Effect {}

    /** No answer; the connection is closed after a time, or never. */
    record Stall(Optional<Duration> closedAfter) implements Effect {}

    record Drip(Duration perByte) implements Effect {}

    record Delay(Duration by) implements Effect {}

    /** 200 with this text in place of the body. */
    record Text(String text) implements Effect {}

    record Huge(long bytes) implements Effect {}

    record EndlessHeader() implements Effect {}

    /** Another answer made of the queue's; of a status stream, other events. */
    record Rewrite(UnaryOperator<WireResponse> answer, UnaryOperator<String> event) implements Effect {}

    /** A status stream with other parts, after which the connection is closed or not; any other answer as it is. */
    record OfStream(UnaryOperator<Flux<byte[]>> parts, boolean thenClosed) implements Effect {}

    /** The connection is closed when so many bytes of an upload have come; any other answer as it is. */
    record CutUpload(long bytes) implements Effect {}

    /** The queue forgets the job, or its images. */
    record Forget() implements Effect {}

    /** The job that a submit makes goes another way. */
    record Life(UnaryOperator<JobScript> change) implements Effect {}

    /** What a fault does. */
    static Effect of(Fault fault) {
        return ((NamedFault) fault).effect();
    }
}
