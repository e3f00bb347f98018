package dev.falreactive.reactor;

import reactor.core.publisher.Flux;

/**
 * A piece of a file as it is sent.
 *
 * @param number which it is, from 1
 * @param last whether it is the last one
 * @param bytes how large it is
 * @param chunks its bytes; may be read again
 */
record Part(int number, boolean last, long bytes, Flux<byte[]> chunks) {}
