package dev.falreactive.samples.quickstart;

import dev.falreactive.QueueTicket;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Ctrl-C leaves the job alone and says how to go on with it. */
final class Interruption implements AutoCloseable {

    private final PrintStream err;
    private final Thread hook = new Thread(this::interrupted, "quickstart-interrupted");
    private volatile @Nullable QueueTicket ticket;

    Interruption(PrintStream err) {
        this.err = err;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    void jobIs(QueueTicket value) {
        ticket = value;
    }

    private void interrupted() {
        QueueTicket current = ticket;
        if (current != null) {
            err.println("\ninterrupted; the job goes on: --resume '" + current.toJson() + "'");
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is ending already
        }
    }
}
