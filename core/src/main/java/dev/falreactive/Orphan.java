package dev.falreactive;

import java.util.Objects;

/**
 * A submit whose subscriber went away after its request may have left. What came of it is told here, so that no job that
 * may be billed is lost.
 */
public sealed interface Orphan {

    /** {@return what was submitted to} */
    EndpointId endpoint();

    /**
     * The submit succeeded.
     *
     * @param ticket the job's ticket
     */
    record Accepted(QueueTicket ticket) implements Orphan {

        /** Checks that nothing is null. */
        public Accepted {
            Objects.requireNonNull(ticket, "ticket");
        }

        @Override
        public EndpointId endpoint() {
            return ticket.endpoint();
        }
    }

    /**
     * Nobody knows whether the submit succeeded. Where the error has a {@link FalException#ticket() ticket}, keep it and try
     * it; the stop policy is applied to it.
     *
     * @param error what happened instead of an answer
     */
    record Unknown(FalException.SubmitOutcomeUnknown error) implements Orphan {

        /** Checks that nothing is null. */
        public Unknown {
            Objects.requireNonNull(error, "error");
        }

        @Override
        public EndpointId endpoint() {
            return error.endpoint();
        }
    }
}
