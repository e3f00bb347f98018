package dev.falreactive.samples.gallery;

import dev.falreactive.QueueTicket;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row: a job from before its submit to after its images are saved.
 *
 * @param id made by the browser, so that a request that is sent twice makes one job
 * @param createdAt when the row was made, before the submit
 * @param input what was asked for
 * @param state how far it is
 * @param ticket the queue's ticket, once it is known
 * @param trouble what went wrong, in plain words; of a running job, what keeps it at present
 * @param cancelAsked whether somebody asked to cancel it
 * @param outcome what was made, as far as it is saved
 * @param endedAt when nothing more was to come
 */
record Job(
        String id,
        Instant createdAt,
        Map<String, @Nullable Object> input,
        State state,
        Optional<QueueTicket> ticket,
        Optional<Trouble> trouble,
        boolean cancelAsked,
        Outcome outcome,
        Optional<Instant> endedAt) {

    /** How far a job is. */
    enum State {
        /** The row is there, and the submit on its way. */
        SUBMITTING,
        /** Nobody knows whether the submit arrived. It is not sent again. */
        UNKNOWN,
        /** The queue did not take it. */
        REFUSED,
        /** The queue has it, and the ticket is stored. */
        ACCEPTED,
        /** All images are saved. */
        DONE,
        /** It ended without images. */
        FAILED,
        /** It ended since somebody cancelled it. */
        CANCELLED;

        boolean running() {
            return this == SUBMITTING || this == ACCEPTED;
        }
    }

    static Job begun(String id, Instant now, Map<String, @Nullable Object> input) {
        return new Job(
                id,
                now,
                input,
                State.SUBMITTING,
                Optional.empty(),
                Optional.empty(),
                false,
                Outcome.NONE,
                Optional.empty());
    }

    /** Whether the queue has yet to prove that it knows the ticket. */
    boolean inDoubt() {
        return state == State.ACCEPTED && trouble.filter(Trouble::isDoubt).isPresent();
    }

    /** The ticket of a job that was accepted. */
    QueueTicket requireTicket() {
        return ticket.orElseThrow(() -> new IllegalStateException("job " + id + " has no ticket"));
    }

    /**
     * What a job made.
     *
     * @param seed the seed that was used, in decimal: it may exceed what a browser's numbers hold
     * @param pictures the images that are saved, in order
     */
    record Outcome(Optional<String> seed, List<Picture> pictures) {

        static final Outcome NONE = new Outcome(Optional.empty(), List.of());

        Outcome {
            pictures = List.copyOf(pictures);
        }

        Outcome with(Optional<String> usedSeed, Picture picture) {
            List<Picture> all = new java.util.ArrayList<>(pictures);
            all.add(picture);
            return new Outcome(usedSeed, all);
        }
    }

    /**
     * A saved image.
     *
     * @param file its name in the gallery's directory
     * @param width its width in pixels, 0 if the server did not say
     * @param height its height in pixels, 0 if the server did not say
     * @param bytes its size
     * @param flagged whether it was found unsafe, and blanked
     */
    record Picture(String file, int width, int height, long bytes, boolean flagged) {}
}
