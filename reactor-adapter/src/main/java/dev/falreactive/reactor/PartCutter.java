package dev.falreactive.reactor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Cuts bytes that come but once into parts that are held in memory. A part is told when bytes beyond it have come: then it
 * is known whether it is the last. For one subscription.
 */
final class PartCutter {

    private static final int SEGMENT = 64 * 1024;

    private final int partBytes;
    private final OptionalLong expected;
    private List<byte[]> segments = new ArrayList<>();
    private int inPart;
    private int number = 1;
    private long seen;

    private PartCutter(int partBytes, OptionalLong expected) {
        this.partBytes = partBytes;
        this.expected = expected;
    }

    /** At least one part; an empty one if there are no bytes. */
    static Flux<Part> cut(Publisher<ByteBuffer> bytes, OptionalLong expected, int partBytes) {
        return Flux.defer(() -> {
            PartCutter cutter = new PartCutter(partBytes, expected);
            return Flux.from(bytes).concatMapIterable(cutter::add, 1).concatWith(Mono.fromSupplier(cutter::rest));
        });
    }

    private List<Part> add(ByteBuffer buffer) {
        List<Part> full = new ArrayList<>(1);
        ByteBuffer rest = buffer.duplicate();
        while (rest.hasRemaining()) {
            if (inPart == partBytes) {
                full.add(part(false));
            }
            int room = inPart % SEGMENT;
            if (room == 0) {
                segments.add(new byte[Math.min(SEGMENT, partBytes - inPart)]);
            }
            byte[] segment = segments.get(segments.size() - 1);
            int taken = Math.min(segment.length - room, rest.remaining());
            rest.get(segment, room, taken);
            inPart += taken;
            seen += taken;
        }
        if (expected.isPresent() && seen > expected.getAsLong()) {
            throw miscounted("more than");
        }
        return full;
    }

    private Part rest() {
        if (expected.isPresent() && seen != expected.getAsLong()) {
            throw miscounted(seen + " and not");
        }
        return part(true);
    }

    private Part part(boolean last) {
        int used = inPart % SEGMENT;
        if (used > 0) {
            int at = segments.size() - 1;
            segments.set(at, Arrays.copyOf(segments.get(at), used));
        }
        Part part = new Part(number++, last, inPart, Flux.fromIterable(segments));
        segments = new ArrayList<>();
        inPart = 0;
        return part;
    }

    private UncheckedIOException miscounted(String count) {
        return new UncheckedIOException(new IOException(
                "the publisher brought " + count + " the " + expected.getAsLong() + " bytes it was to"));
    }
}
