package dev.falreactive.reactor;

/** What the transport itself refuses with, before and beside what the network does. Without stack traces: the place is no news. */
final class TransportRefusals {

    private TransportRefusals() {}

    static final class ClosedClientException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        ClosedClientException() {
            super("the client is closed", null, false, false);
        }
    }

    static final class NoFreeStreamException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NoFreeStreamException() {
            super("no stream is free", null, false, false);
        }
    }

    /** Whoever was asked for the credentials threw. Its own words are no log's business. */
    static final class NoCredentialsException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient RuntimeException met;

        NoCredentialsException(RuntimeException met) {
            super("the credentials cannot be had: " + met.getClass().getSimpleName(), null, false, false);
            this.met = met;
        }

        RuntimeException met() {
            return met;
        }
    }
}
