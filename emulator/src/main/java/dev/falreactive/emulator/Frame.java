package dev.falreactive.emulator;

/**
 * A status, as one event of a stream tells it.
 *
 * @param json the status object
 * @param last whether the stream ends with it
 */
record Frame(String json, boolean last) {}
