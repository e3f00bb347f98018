/**
 * fal's queue as {@link reactor.core.publisher.Mono} and {@link reactor.core.publisher.Flux}: {@link
 * dev.falreactive.reactor.ReactorFalClient} is the way in.
 *
 * <p>Everything is cold and born per subscription: nothing is sent before it, and each subscription sends its own request.
 * Signals arrive on a thread of Reactor Netty's event loop or of the client's timer; neither may be blocked.
 */
@NullMarked
package dev.falreactive.reactor;

import org.jspecify.annotations.NullMarked;
