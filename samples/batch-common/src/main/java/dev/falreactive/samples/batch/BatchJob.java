package dev.falreactive.samples.batch;

import dev.falreactive.Codec;
import dev.falreactive.FalException;
import dev.falreactive.QueueTicket;
import dev.falreactive.fluxlora.FluxLoraRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One line of the input: a prompt to submit, or the ticket of a job to go on with. What it holds is read late, so that one
 * bad line is one failed job.
 */
public final class BatchJob {

    private static final String LINE = "line";

    private final int position;
    private final int line;
    private final String text;
    private final boolean resumed;

    private BatchJob(int position, int line, String text, boolean resumed) {
        this.position = position;
        this.line = line;
        this.text = text;
        this.resumed = resumed;
    }

    static BatchJob prompt(int position, int line, String text) {
        return new BatchJob(position, line, text, false);
    }

    /** The line of the prompt that a ticket came of is noted in it; the file names depend on it. */
    static BatchJob ticket(int position, int line, String json) {
        return new BatchJob(position, lineNoted(json).orElse(line), json, true);
    }

    private static Optional<Integer> lineNoted(String json) {
        try {
            return Codec.map().read(bytes(json)).get(LINE) instanceof Integer noted && noted > 0
                    ? Optional.of(noted)
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A ticket as it is kept: its own line of JSON, with the line of the prompt that it came of as the last field. */
    String noted(QueueTicket ticket) {
        String json = ticket.toJson();
        return json.substring(0, json.length() - 1) + ",\"" + LINE + "\":" + line + "}";
    }

    /**
     * The ticket to go on with.
     *
     * @return empty for a prompt, which is to be submitted
     * @throws FalException.InvalidInput if the line is no ticket
     */
    public Optional<QueueTicket> ticket() {
        return resumed ? Optional.of(QueueTicket.fromJson(text)) : Optional.empty();
    }

    /** What to submit. Unless the line says otherwise the seed is its number: a second run makes the same image. */
    FluxLoraRequest request() {
        FluxLoraRequest request = text.startsWith("{")
                ? FluxLoraRequest.fromJson(text)
                : FluxLoraRequest.builder(text).build();
        return request.seed().isPresent()
                ? request
                : request.toBuilder().seed(line).build();
    }

    boolean isResumed() {
        return resumed;
    }

    String text() {
        return text;
    }

    int position() {
        return position;
    }

    int line() {
        return line;
    }

    /** {@return what a person knows the job by} */
    @Override
    public String toString() {
        return resumed ? "the ticket of line " + line : "'" + text + "'";
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
