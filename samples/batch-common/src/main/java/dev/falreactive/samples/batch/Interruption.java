package dev.falreactive.samples.batch;

import dev.falreactive.FalConfig;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C, while a batch runs: it is detached, and the process ends when the tickets are told. */
final class Interruption {

    /** What an answer at the last moment needs to be read. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Batch batch;
    private final CountDownLatch told = new CountDownLatch(1);

    private Interruption(Batch batch) {
        this.batch = batch;
    }

    static void heededBy(Batch batch, BatchProgram program) {
        Interruption interruption = new Interruption(batch);
        Thread hook = new Thread(interruption::interrupted, "batch-interrupted");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            program.run(batch);
        } finally {
            batch.tell();
            interruption.told.countDown();
            remove(hook);
        }
    }

    private void interrupted() {
        batch.interrupt();
        try {
            if (!told.await(patience(batch.config()).toMillis(), TimeUnit.MILLISECONDS)) {
                batch.tell();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How long the tickets of submits under way are waited for: as long as their exchanges may take. */
    static Duration patience(FalConfig config) {
        return config.requestTimeout().plus(GRACE);
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is ending already
        }
    }
}
