package dev.falreactive.samples.soak;

import dev.falreactive.QueueTicket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a client wrote down, a line an event, so that another process can go on: that it was about to submit, the ticket, the
 * image. A process that is killed leaves at most half a line, which is not read.
 */
final class Journal implements AutoCloseable {

    /** What a line says of a job. */
    enum Event {
        /** A submit was about to be sent. */
        INTENT,
        /** Its ticket came. */
        TICKET,
        /** Its outcome is unknown. */
        UNKNOWN,
        /** It was not accepted, and was given up. */
        REFUSED,
        /** Its image is on disk. */
        IMAGE,
        /** It failed, or its image could not be had. */
        FAILED
    }

    private final Writer out;

    private Journal(Writer out) {
        this.out = out;
    }

    static Journal append(Path file) {
        try {
            endHalfLine(file);
            return new Journal(Files.newBufferedWriter(
                    file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void endHalfLine(Path file) throws IOException {
        if (Files.exists(file)
                && Files.size(file) > 0
                && !Files.readString(file).endsWith("\n")) {
            Files.writeString(file, "\n", StandardOpenOption.APPEND);
        }
    }

    /** Handed to the operating system before it returns: it outlives the process. */
    synchronized void write(Event event, int job, String text) {
        try {
            out.write(event + "\t" + job + "\t" + text.replaceAll("\\s+", " ") + "\n");
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What is written of one job.
     *
     * @param texts the text of each event that happened; of an event that happened twice the last
     */
    record Entry(Map<Event, String> texts) {

        boolean has(Event event) {
            return texts.containsKey(event);
        }

        Optional<QueueTicket> ticket() {
            return Optional.ofNullable(texts.get(Event.TICKET)).map(QueueTicket::fromJson);
        }
    }

    /** Reads all whole lines, by job. */
    static Map<Integer, Entry> read(Path file) {
        Map<Integer, Entry> entries = new HashMap<>();
        List<String> lines;
        try {
            lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (String line : lines) {
            String[] parts = line.split("\t", 3);
            boolean whole = parts.length == 3 && (!parts[0].equals("TICKET") || parts[2].endsWith("}"));
            if (whole) {
                entries.computeIfAbsent(Integer.valueOf(parts[1]), job -> new Entry(new HashMap<>()))
                        .texts()
                        .put(Event.valueOf(parts[0]), parts[2]);
            }
        }
        return entries;
    }
}
