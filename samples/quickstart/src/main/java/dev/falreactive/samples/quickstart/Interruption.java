package dev.falreactive.samples.quickstart;

import dev.falreactive.QueueTicket;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Ctrl-C leaves the job alone and says how to go on with it. */
final class Interruption implements AutoCloseable {

    /** How long the ticket of a submit under way is waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final PrintStream err;
    private final Thread hook = new Thread(this::interrupted, "quickstart-interrupted");
    private final CountDownLatch known = new CountDownLatch(1);
    private volatile boolean submitting;
    private volatile @Nullable QueueTicket ticket;

    Interruption(PrintStream err) {
        this.err = err;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** From now on a job may be accepted whose ticket is still on its way. */
    void submitting() {
        submitting = true;
    }

    void jobIs(QueueTicket value) {
        ticket = value;
        known.countDown();
    }

    private void interrupted() {
        if (submitting && !arrives()) {
            err.println("\ninterrupted while submitting; the outcome is unknown: look at the account's requests"
                    + " before you submit again");
        }
        QueueTicket current = ticket;
        if (current != null) {
            err.println("\ninterrupted; the job goes on: --resume '" + current.toJson() + "'");
        }
    }

    private boolean arrives() {
        try {
            return known.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
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
