package dev.falreactive.reactor;

import dev.falreactive.protocol.TransportFault;

/** Carries a fault from the transport to the exchange that gives it a meaning; never seen by a user. */
final class TransportException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient TransportFault fault;

    TransportException(TransportFault fault) {
        super(fault.description(), fault.cause(), false, false);
        this.fault = fault;
    }

    TransportFault fault() {
        return fault;
    }
}
