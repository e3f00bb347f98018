package dev.falreactive.samples.quickstart;

import dev.falreactive.Diagnosis;
import dev.falreactive.FalException;
import dev.falreactive.LogLine;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import dev.falreactive.fluxlora.FluxLoraResult;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** One live line on a terminal; a plain line for each change elsewhere. */
final class HumanView implements View {

    private static final String CLEAR_LINE = "\r\u001b[2K";
    private static final int WIDTH = 100;

    private final PrintStream out;
    private final PrintStream err;
    private final boolean live;
    private final long startedAt = System.nanoTime();
    private String newestLog = "";
    private String shown = "";

    HumanView(PrintStream out, PrintStream err, boolean live) {
        this.out = out;
        this.err = err;
        this.live = live;
    }

    @Override
    public void note(String text) {
        out.println(text);
    }

    @Override
    public void diagnosis(Diagnosis diagnosis) {
        diagnosis.toString().lines().map(Printable::text).forEach(out::println);
        out.println(diagnosis.isHealthy() ? "all is well" : "something is wrong");
    }

    @Override
    public void ticket(QueueTicket ticket) {
        out.println("ticket: " + ticket.toJson());
    }

    @Override
    public synchronized void status(StatusUpdate update) {
        List<LogLine> logs = update.logs();
        if (!logs.isEmpty()) {
            newestLog = Printable.text(logs.get(logs.size() - 1).message());
        }
        String state = state(update);
        if (live) {
            String line = String.format(Locale.ROOT, "%s  %.1f s  %s", state, seconds(), newestLog);
            out.print(CLEAR_LINE + (line.length() <= WIDTH ? line : line.substring(0, WIDTH)));
            if (update.isTerminal()) {
                out.println();
            }
        } else {
            String line = state + (newestLog.isEmpty() ? "" : "  " + newestLog);
            if (!line.equals(shown)) {
                shown = line;
                out.println(String.format(Locale.ROOT, "%5.1f s  %s", seconds(), line));
            }
        }
        out.flush();
    }

    private static String state(StatusUpdate update) {
        if (update instanceof StatusUpdate.InQueue queued) {
            return "in queue"
                    + (queued.position().isPresent() ? ", " + queued.position().getAsInt() + " before it" : "");
        } else if (update instanceof StatusUpdate.InProgress) {
            return "running";
        } else if (update instanceof StatusUpdate.Unrecognized unrecognized) {
            return "'" + Printable.text(unrecognized.raw()) + "'";
        }
        return "ended";
    }

    @Override
    public void result(FluxLoraResult result, List<SavedImage> images) {
        String seed = result.seed().map(value -> "  seed " + value).orElse("");
        for (SavedImage saved : images) {
            boolean blanked = saved.number() <= result.hasNsfwConcepts().size()
                    && result.hasNsfwConcepts().get(saved.number() - 1);
            String size =
                    saved.image().width().isPresent() && saved.image().height().isPresent()
                            ? "  " + saved.image().width().getAsInt() + "x"
                                    + saved.image().height().getAsInt()
                            : "";
            out.println("saved " + saved.file() + size + String.format(Locale.ROOT, "  %,d bytes", saved.bytes()) + seed
                    + (blanked ? "  (found unsafe, blanked by the service)" : ""));
        }
        if (result.images().isEmpty()) {
            out.println("the job succeeded and made no image");
        }
    }

    @Override
    public synchronized void error(Throwable error) {
        if (live) {
            out.println();
        }
        err.println(Printable.text(String.valueOf(error.getMessage())));
        boolean over = error instanceof FalException.JobFailed;
        if (error instanceof FalException known && !over) {
            known.ticket().ifPresent(ticket -> err.println("go on with: --resume '" + ticket.toJson() + "'"));
        }
    }

    private double seconds() {
        return Duration.ofNanos(System.nanoTime() - startedAt).toMillis() / 1000.0;
    }
}
