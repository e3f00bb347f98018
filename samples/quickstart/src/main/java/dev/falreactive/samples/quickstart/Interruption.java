package dev.falreactive.samples.quickstart;

import dev.falreactive.QueueTicket;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Ctrl-C leaves the job alone and says how to go on with it. */
final class Interruption implements AutoCloseable {

    /** What an answer at the last moment needs to be read. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final PrintStream err;
    private final Duration patience;
    private final Thread hook = new Thread(this::interrupted, "quickstart-interrupted");
    private final CountDownLatch known = new CountDownLatch(1);
    private volatile boolean submitting;
    private volatile @Nullable QueueTicket ticket;
    private volatile @Nullable RuntimeException failure;

    /** Of a submit under way the outcome is waited for as long as its exchange may take. */
    Interruption(PrintStream err, Duration requestTimeout) {
        this.err = err;
        this.patience = requestTimeout.plus(GRACE);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** While it runs, a job may be accepted whose ticket is still on its way. */
    QueueTicket during(Supplier<QueueTicket> submit) {
        submitting = true;
        try {
            QueueTicket accepted = submit.get();
            jobIs(accepted);
            return accepted;
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        } finally {
            known.countDown();
        }
    }

    void jobIs(QueueTicket value) {
        ticket = value;
    }

    private void interrupted() {
        boolean arrived = !submitting || arrives();
        QueueTicket current = ticket;
        RuntimeException error = failure;
        if (current != null) {
            err.println("\ninterrupted; the job goes on: --resume '" + current.toJson() + "'");
        } else if (error != null) {
            err.println("\ninterrupted while submitting: " + Printable.text(String.valueOf(error.getMessage())));
        } else if (!arrived) {
            err.println("\ninterrupted while submitting; the outcome is unknown: look at the account's requests"
                    + " before you submit again");
        }
    }

    private boolean arrives() {
        try {
            return known.await(patience.toMillis(), TimeUnit.MILLISECONDS);
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
