package dev.falreactive.samples.batch;

import dev.falreactive.StatusUpdate;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;

/** A line for each change: progress on standard output, failures on standard error. */
final class Console {

    private static final int WIDTH = 60;

    private final PrintStream out;
    private final PrintStream err;
    private final int total;
    private final Map<BatchJob, String> shown = new HashMap<>();

    Console(PrintStream out, PrintStream err, int total) {
        this.out = out;
        this.err = err;
        this.total = total;
    }

    synchronized void note(String text) {
        out.println(text);
    }

    synchronized void warn(String text) {
        err.println(text);
    }

    synchronized void progress(BatchJob job, String state) {
        if (!state.equals(shown.put(job, state))) {
            out.println(head(job) + state);
        }
    }

    void status(BatchJob job, StatusUpdate update) {
        progress(job, state(update));
    }

    synchronized void failure(BatchJob job, Throwable error) {
        err.println(head(job) + "failed: " + cut(printable(job.toString())) + ": "
                + printable(String.valueOf(error.getMessage())));
    }

    private String head(BatchJob job) {
        return "[" + job.position() + "/" + total + "] ";
    }

    private static String state(StatusUpdate update) {
        if (update instanceof StatusUpdate.InQueue queued) {
            return "in queue"
                    + (queued.position().isPresent() ? ", " + queued.position().getAsInt() + " before it" : "");
        } else if (update instanceof StatusUpdate.InProgress) {
            return "running";
        } else if (update instanceof StatusUpdate.Unrecognized unrecognized) {
            return "'" + printable(unrecognized.raw()) + "'";
        }
        return "ended";
    }

    static String cut(String text) {
        return text.length() <= WIDTH ? text : text.substring(0, WIDTH) + "…";
    }

    /** A server's text must not steer the terminal: by controls, changes of direction, ends of lines or paragraphs. */
    static String printable(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ").strip();
    }
}
