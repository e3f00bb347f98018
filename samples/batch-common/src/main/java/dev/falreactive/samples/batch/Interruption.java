package dev.falreactive.samples.batch;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C, while a batch runs: it is detached, and the process ends when the tickets are told. */
final class Interruption {

    /** How long the tickets of submits under way are waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

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
            if (!told.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                batch.tell();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is ending already
        }
    }
}
