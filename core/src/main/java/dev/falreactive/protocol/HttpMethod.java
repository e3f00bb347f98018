package dev.falreactive.protocol;

/** The HTTP methods that the queue knows. */
public enum HttpMethod {
    /** Reads a status or a result. */
    GET,
    /** Submits a job. */
    POST,
    /** Cancels a job. */
    PUT
}
