package dev.falreactive.reactor;

import dev.falreactive.Codec;
import dev.falreactive.DirectOptions;
import dev.falreactive.DirectResult;
import dev.falreactive.FalException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Runs of one endpoint without a queue: the answer to the request is the output. There is no ticket, so a run ends with its
 * subscriber, and cannot be gone on with. What must not be lost is better submitted to a {@link ReactorQueue}.
 *
 * <p>All publishers are cold, and each subscription makes and pays for a run of its own. <b>On subscribe</b> the input is
 * checked, then one request is sent to {@link dev.falreactive.FalConfig#directUrl()}. It is sent again only if it provably was
 * not accepted: no connection, or refused with 429, whose {@code Retry-After} is kept. <b>On cancel</b> the connection is
 * closed at once; a run that was under way may still be billed. Signals come on a thread of the connection, or of {@link
 * reactor.core.scheduler.Schedulers#parallel()}, neither of which may be blocked.
 *
 * <p>Errors are leaves of {@link FalException}: {@link FalException.InvalidInput} (nothing was sent), {@link
 * FalException.Rejected}, {@link FalException.JobFailed} (the model's own failure), {@link FalException.Unreachable} (nothing
 * was sent), {@link FalException.Unreadable}, and {@link FalException.SubmitOutcomeUnknown}: the connection broke, the time
 * was over, or something before the model answered; the run may be billed, and is not made again.
 *
 * @param <I> the input's type
 * @param <O> the output's type
 */
public interface ReactorDirect<I, O> {

    /**
     * Runs the model, with default options.
     *
     * @param input the input
     * @return the output
     */
    default Mono<O> run(I input) {
        return run(input, DirectOptions.defaults());
    }

    /**
     * Runs the model.
     *
     * @param input the input
     * @param options limits, and what else to say
     * @return the output
     */
    default Mono<O> run(I input, DirectOptions options) {
        return runWithMetadata(input, options).map(DirectResult::output);
    }

    /**
     * Runs the model.
     *
     * @param input the input
     * @param options limits, and what else to say
     * @return the output, with the server's id of the run and what it cost
     */
    Mono<DirectResult<O>> runWithMetadata(I input, DirectOptions options);

    /**
     * Runs the model and tells of its output while it is made, with default options.
     *
     * @param input the input
     * @return outputs as {@link #stream(Object, Codec, DirectOptions)} has them, read as the endpoint's output
     */
    Flux<O> stream(I input);

    /**
     * Runs the model and tells of its output while it is made.
     *
     * @param input the input
     * @param options limits, and what else to say
     * @return outputs as {@link #stream(Object, Codec, DirectOptions)} has them, read as the endpoint's output
     */
    Flux<O> stream(I input, DirectOptions options);

    /**
     * Runs the model and tells of its output while it is made: partial outputs, as the model has them, and last the whole one.
     * Of a model that knows no streams the whole one alone.
     *
     * <p><b>On demand</b> events are read from the connection: a reader that is slow slows the server down, and misses
     * nothing; a few events wait in memory, never all of them. An event that cannot be read ends the stream as {@link
     * FalException.Unreadable}; one that holds nothing but an error as {@link FalException.JobFailed}. A stream that is cut
     * ends as {@link FalException.SubmitOutcomeUnknown}, after what was read of it.
     *
     * @param input the input
     * @param element reads an event; partial outputs may lack fields that the whole one has
     * @param options limits, and what else to say
     * @param <P> what an event becomes
     * @return the outputs
     */
    <P> Flux<P> stream(I input, Codec<P> element, DirectOptions options);
}
