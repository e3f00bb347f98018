package dev.falreactive.samples.batch;

/** A batch in the idiom of one reactive library. */
@FunctionalInterface
public interface BatchProgram {

    /**
     * Does all jobs of a batch, and tells it how each of them goes. Returns when all are over, or detached.
     *
     * @param batch the batch
     */
    void run(Batch batch);
}
