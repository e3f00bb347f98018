package dev.falreactive.contract;

import dev.falreactive.CancelOutcome;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import dev.falreactive.SubmitOptions;
import dev.falreactive.WatchOptions;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import org.reactivestreams.Publisher;

/** An adapter's flux-lora queue, each verb as a publisher: one element for a single. */
public interface QueueFace extends AutoCloseable {

    /** Submits. */
    Publisher<QueueTicket> submit(FluxLoraRequest input, SubmitOptions options);

    /** Asks once. */
    Publisher<StatusUpdate> status(QueueTicket ticket);

    /** Watches. */
    Publisher<StatusUpdate> watch(QueueTicket ticket, WatchOptions options);

    /** Reads the result. */
    Publisher<FluxLoraResult> result(QueueTicket ticket);

    /** Waits for the result. */
    Publisher<FluxLoraResult> await(QueueTicket ticket, WatchOptions options);

    /** Submits and waits. */
    Publisher<FluxLoraResult> submitAndAwait(FluxLoraRequest input, SubmitOptions submit, WatchOptions watch);

    /** Cancels the job. */
    Publisher<CancelOutcome> cancel(QueueTicket ticket);

    @Override
    void close();
}
