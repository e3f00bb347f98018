package dev.falreactive.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a stream of server-sent events from its bytes, in whatever pieces they arrive. Of an event's fields it takes
 * {@code data} alone, and leaves out the others: a status stream has no other. An event that the stream's end cuts off never
 * comes out.
 *
 * <p>Takes time in proportion to the bytes, and holds no more of them than its limit. Belongs to one stream; not safe for
 * use by several threads at once.
 */
public final class EventStreamDecoder {

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final String DATA = "data";

    private final int maxEventBytes;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private boolean firstLine = true;
    private boolean afterCarriageReturn;
    private boolean lineTooLarge;
    private boolean eventTooLarge;
    private boolean hasData;
    private long eventBytes;

    /**
     * A decoder at the beginning of a stream.
     *
     * @param maxEventBytes how many bytes a line, or the data of an event, may have; 1 or more
     * @throws IllegalArgumentException if it is less than 1
     */
    public EventStreamDecoder(int maxEventBytes) {
        if (maxEventBytes < 1) {
            throw new IllegalArgumentException("maxEventBytes must be 1 or more, not " + maxEventBytes);
        }
        this.maxEventBytes = maxEventBytes;
    }

    /** What is in a stream. */
    public sealed interface Part {

        /**
         * An event.
         *
         * @param data its data; several lines of it are joined by line feeds
         */
        record Event(String data) implements Part {}

        /**
         * A comment: it says nothing, but that the stream is alive.
         *
         * @param text what is behind the colon
         */
        record Comment(String text) implements Part {}

        /**
         * In place of an event with more bytes than the limit, told once as soon as it is known. Events behind it are read
         * as usual.
         *
         * @param limit the limit, in bytes
         */
        record TooLarge(int limit) implements Part {}
    }

    /**
     * Takes the next bytes of the stream.
     *
     * @param bytes the bytes, read to their end; not kept
     * @return what has become complete with them, in order; mostly nothing, or one event
     */
    public List<Part> feed(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return feed(copy);
    }

    /**
     * Takes the next bytes of the stream.
     *
     * @param bytes the bytes; not kept
     * @return what has become complete with them, in order; mostly nothing, or one event
     */
    public List<Part> feed(byte[] bytes) {
        List<Part> parts = new ArrayList<>(2);
        int start = 0;
        for (int at = 0; at < bytes.length; at++) {
            boolean carriageReturn = bytes[at] == '\r';
            boolean lineFeed = bytes[at] == '\n';
            if (carriageReturn || lineFeed) {
                append(bytes, start, at, parts);
                // A line feed behind a carriage return ends the same line, also if it arrives later.
                if (!(lineFeed && afterCarriageReturn)) {
                    endOfLine(parts);
                }
                start = at + 1;
            }
            afterCarriageReturn = carriageReturn;
        }
        append(bytes, start, bytes.length, parts);
        return List.copyOf(parts);
    }

    private void append(byte[] bytes, int from, int to, List<Part> parts) {
        if (lineTooLarge) {
            return;
        }
        if ((long) line.size() + (to - from) > maxEventBytes) {
            lineTooLarge = true;
            line.reset();
            tooLarge(parts);
        } else {
            line.write(bytes, from, to - from);
        }
    }

    private void endOfLine(List<Part> parts) {
        if (lineTooLarge) {
            lineTooLarge = false;
            firstLine = false;
            return;
        }
        int bytes = line.size();
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (firstLine && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
            text = text.substring(1);
        }
        firstLine = false;
        if (text.isEmpty()) {
            endOfEvent(parts);
        } else if (text.charAt(0) == ':') {
            parts.add(new Part.Comment(text.substring(1)));
        } else {
            field(text, bytes, parts);
        }
    }

    private void field(String text, int bytes, List<Part> parts) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        if (!name.equals(DATA) || eventTooLarge) {
            return;
        }
        eventBytes += bytes;
        if (eventBytes > maxEventBytes) {
            tooLarge(parts);
            return;
        }
        if (hasData) {
            data.append('\n');
        }
        hasData = true;
        boolean space = text.startsWith(" ", colon + 1);
        data.append(colon < 0 ? "" : text.substring(colon + (space ? 2 : 1)));
    }

    private void endOfEvent(List<Part> parts) {
        if (hasData && !eventTooLarge) {
            parts.add(new Part.Event(data.toString()));
        }
        eventTooLarge = false;
        forgetData();
    }

    private void tooLarge(List<Part> parts) {
        if (!eventTooLarge) {
            eventTooLarge = true;
            parts.add(new Part.TooLarge(maxEventBytes));
        }
        forgetData();
    }

    private void forgetData() {
        data.setLength(0);
        hasData = false;
        eventBytes = 0;
    }
}
