/**
 * fal's queue as RxJava 3's {@link io.reactivex.rxjava3.core.Single} and {@link io.reactivex.rxjava3.core.Flowable}: {@link
 * dev.falreactive.rxjava3.RxFalClient} is the way in.
 *
 * <p><b>Demand.</b> A watch makes one status call for each element asked for, so an operator that asks ahead makes calls
 * ahead, and an element that waits in its buffer grows old:
 *
 * <ul>
 *   <li>{@code map}, {@code filter}, {@code take}, {@code takeUntil}, {@code timeout}, {@code subscribeOn} and
 *       {@code delay(0, unit, scheduler)} pass each request on as it is.
 *   <li>{@code observeOn(scheduler)}, {@code flatMap} and {@code publish} ask for 128 at once, {@code concatMap} for two.
 *   <li>{@code observeOn(scheduler, false, 1)} asks for one at once, and for the next when {@code onNext} has returned: right
 *       for a subscriber that asks for all and is slow. {@code flatMap(mapper, 1)} asks for the next when the inner source
 *       has ended.
 *   <li>{@code rebatchRequests(1)} in front of {@code observeOn(scheduler)} asks for one at a time too, and is one ahead of the
 *       reader; behind it, it changes nothing: the 128 have been asked for.
 *   <li>For another thread and exact demand use {@code delay(0, unit, scheduler)}.
 * </ul>
 */
@NullMarked
package dev.falreactive.rxjava3;

import org.jspecify.annotations.NullMarked;
