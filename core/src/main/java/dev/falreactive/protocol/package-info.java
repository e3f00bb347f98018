/**
 * fal's queue protocol as values, for those who write an adapter or a test double: what to send ({@link
 * dev.falreactive.protocol.WireRequest}), what came back ({@link dev.falreactive.protocol.WireResponse}), and what it
 * means ({@link dev.falreactive.protocol.Exchange}). An application does not need this package.
 *
 * <p>The only home of the queue's paths, header names, field names and of the meaning of its status codes. Sources:
 * fal's public documentation of the queue and the behaviour of its official clients, as of 2026.
 */
@NullMarked
package dev.falreactive.protocol;

import org.jspecify.annotations.NullMarked;
