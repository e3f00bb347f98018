package dev.falreactive.reactor;

import dev.falreactive.BalanceState;
import dev.falreactive.Diagnosis;
import dev.falreactive.Endpoint;
import dev.falreactive.EndpointId;
import dev.falreactive.FalConfig;
import dev.falreactive.Orphan;
import dev.falreactive.QueueTicket;
import dev.falreactive.StopPolicy;
import dev.falreactive.fluxlora.FluxLora;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;

/**
 * A client of fal's queue. Holds the connections, so make one and share it; safe for use by several threads.
 *
 * <pre>{@code
 * try (ReactorFalClient client = ReactorFalClient.create(FalConfig.fromEnvironment())) {
 *     client.queue(FluxLora.TEXT_TO_IMAGE)
 *             .submitAndAwait(FluxLoraRequest.builder("a tiger").build())
 *             .doOnNext(result -> System.out.println(result.images()))
 *             .block();
 * }
 * }</pre>
 */
public interface ReactorFalClient extends AutoCloseable {

    /**
     * A client with default connections, timer and orphan handler. Connects to nothing yet.
     *
     * @param config where the queue is, and who pays
     * @return the client
     */
    static ReactorFalClient create(FalConfig config) {
        return builder(config).build();
    }

    /**
     * A builder for a client.
     *
     * @param config where the queue is, and who pays
     * @return the builder
     */
    static Builder builder(FalConfig config) {
        return new Builder(config);
    }

    /**
     * The queue of one endpoint. Costs nothing; keep it or ask again.
     *
     * @param endpoint the endpoint
     * @param <I> the input's type
     * @param <O> the output's type
     * @return its queue
     */
    <I, O> ReactorQueue<I, O> queue(Endpoint<I, O> endpoint);

    /**
     * Runs of one endpoint without a queue. Costs nothing; keep it or ask again.
     *
     * @param endpoint the endpoint
     * @param <I> the input's type
     * @param <O> the output's type
     * @return its direct runs
     */
    <I, O> ReactorDirect<I, O> direct(Endpoint<I, O> endpoint);

    /** {@return what results point to: files, which are fetched without any credential} */
    ReactorMedia media();

    /** {@return files: uploads, and downloads of whatever URL} */
    ReactorFiles files();

    /** {@return what tells of jobs by itself: the webhooks that a server of yours is sent} */
    ReactorWebhooks webhooks();

    /**
     * For bridges to other libraries: says that a ticket was delivered and reached nobody, as when its reader was cancelled
     * while it was handed from one thread to another. It is told to the orphan handler on this thread, then the stop policy
     * applies. Does not wait, and does not fail.
     *
     * @param ticket the ticket
     * @param onStop what becomes of the job
     */
    void abandon(QueueTicket ticket, StopPolicy onStop);

    /** {@return the configuration} */
    FalConfig config();

    /**
     * Whether submits are let through, by what this client has learned of the account's balance: after one was refused with
     * {@link dev.falreactive.FalException.Rejected.Reason#BALANCE_LOCKED} the next ones are held back, and one is let
     * through to try after {@link FalConfig#balanceProbeAfter()}. Calls about jobs are never held back.
     *
     * @return the state now; a value that does not change
     */
    BalanceState balance();

    /**
     * Says what this client would do with flux-lora jobs, and how the server answers. As {@link #diagnose(EndpointId)}.
     *
     * @return the diagnosis
     */
    default Mono<Diagnosis> diagnose() {
        return diagnose(FluxLora.ID);
    }

    /**
     * Says where this client would send its calls, with what credential, what it would make of the URLs that fal answers
     * with, and how the server answers. Costs nothing: <b>on subscribe</b> one or two calls that read are made, about a job
     * that does not exist, each once. <b>On cancel</b> they are aborted. Brings its value on a thread of the client; what
     * goes wrong with a call is a finding, not an error.
     *
     * @param endpoint whose paths
     * @return the diagnosis
     */
    Mono<Diagnosis> diagnose(EndpointId endpoint);

    /**
     * As {@link #diagnose(EndpointId)}, for the URLs that a server did answer with.
     *
     * @param endpoint whose paths
     * @param answer what a submit answered, as JSON; or one URL of it
     * @return the diagnosis
     */
    Mono<Diagnosis> diagnose(EndpointId endpoint, String answer);

    /**
     * Closes the client. <b>On subscribe</b> calls that were not sent yet, and all later ones, fail as
     * {@link dev.falreactive.FalException.Unreachable}; watches therefore end at their next call, with their ticket. What
     * was sent is still answered, submits above all, for as long as an exchange may take; jobs go on. Who waits for a webhook
     * is told that none comes. <b>On cancel</b> the
     * client is closed all the same. May be subscribed to again.
     *
     * @return completes when all connections are closed
     */
    Mono<Void> closeLater();

    /** Closes the client as {@link #closeLater()} does, and does not wait. May be called again. */
    @Override
    void close();

    /** Collects what a client is made of. Not safe for use by several threads. */
    final class Builder {

        private final FalConfig config;
        private UnaryOperator<HttpClient> httpClient = UnaryOperator.identity();
        private Scheduler timer = Schedulers.parallel();
        private Consumer<Orphan> onOrphan = new OrphanLog();
        private final List<FalInstrumentation> instrumentations = new ArrayList<>();

        private Builder(FalConfig config) {
            this.config = Objects.requireNonNull(config, "config");
        }

        /**
         * Adapts the HTTP client: proxy, TLS, resolver, protocols. Redirects and Reactor Netty's own retries stay off
         * whatever it does, since the key must not travel and a submit must not be sent twice.
         *
         * @param adaptation gets the client as this library makes it; gives the one to use
         * @return this
         */
        public Builder httpClient(UnaryOperator<HttpClient> adaptation) {
            this.httpClient = Objects.requireNonNull(adaptation, "adaptation");
            return this;
        }

        /**
         * What measures pauses and limits, and whose clock tells the time. Default: {@link Schedulers#parallel()}.
         *
         * @param scheduler the scheduler; its {@code now} must be the time since the epoch
         * @return this
         */
        public Builder timer(Scheduler scheduler) {
            this.timer = Objects.requireNonNull(scheduler, "scheduler");
            return this;
        }

        /**
         * What becomes known of a submit after its subscriber went away. Called once for each such submit, on the thread
         * that learned it; must not block. What it throws is logged. Default: one warning in the log, with the ticket.
         *
         * @param handler the handler
         * @return this
         */
        public Builder onOrphan(Consumer<Orphan> handler) {
            this.onOrphan = Objects.requireNonNull(handler, "handler");
            return this;
        }

        /**
         * Who is told what the client does, to measure, trace or log it. Called again, one more is told. Default: nobody,
         * at no cost.
         *
         * @param instrumentation is told
         * @return this
         */
        public Builder instrumentation(FalInstrumentation instrumentation) {
            instrumentations.add(Objects.requireNonNull(instrumentation, "instrumentation"));
            return this;
        }

        /** {@return a client} */
        public ReactorFalClient build() {
            // Read now: the class path blocks, and the first request may be made on an event loop.
            FluxLora.inputSchema();
            return new DefaultFalClient(
                    config,
                    NettyTransport.create(config, httpClient, timer),
                    timer,
                    new SafeOrphans(onOrphan),
                    new Instrumentations(instrumentations));
        }
    }
}
