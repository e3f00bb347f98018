package dev.falreactive.rxjava3;

import dev.falreactive.CancelOutcome;
import dev.falreactive.FalConfig;
import dev.falreactive.Orphan;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import dev.falreactive.SubmitOptions;
import dev.falreactive.WatchOptions;
import dev.falreactive.contract.QueueFace;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;

/** The RxJava 3 adapter as the contract sees it. */
record RxFace(RxFalClient client, RxQueue<FluxLoraRequest, FluxLoraResult> queue) implements QueueFace {

    static QueueFace open(FalConfig config, Consumer<Orphan> onOrphan) {
        RxFalClient client = RxFalClient.builder(config).onOrphan(onOrphan).build();
        return new RxFace(client, client.queue(FluxLora.TEXT_TO_IMAGE));
    }

    @Override
    public Publisher<QueueTicket> submit(FluxLoraRequest input, SubmitOptions options) {
        return queue.submit(input, options).toFlowable();
    }

    @Override
    public Publisher<StatusUpdate> status(QueueTicket ticket) {
        return queue.status(ticket).toFlowable();
    }

    @Override
    public Publisher<StatusUpdate> watch(QueueTicket ticket, WatchOptions options) {
        return queue.watch(ticket, options);
    }

    @Override
    public Publisher<FluxLoraResult> result(QueueTicket ticket) {
        return queue.result(ticket).toFlowable();
    }

    @Override
    public Publisher<FluxLoraResult> await(QueueTicket ticket, WatchOptions options) {
        return queue.await(ticket, options).toFlowable();
    }

    @Override
    public Publisher<FluxLoraResult> submitAndAwait(FluxLoraRequest input, SubmitOptions submit, WatchOptions watch) {
        return queue.submitAndAwait(input, submit, watch).toFlowable();
    }

    @Override
    public Publisher<CancelOutcome> cancel(QueueTicket ticket) {
        return queue.cancel(ticket).toFlowable();
    }

    @Override
    public void close() {
        client.close();
    }
}
