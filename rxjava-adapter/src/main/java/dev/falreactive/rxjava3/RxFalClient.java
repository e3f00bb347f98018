package dev.falreactive.rxjava3;

import dev.falreactive.BalanceState;
import dev.falreactive.Endpoint;
import dev.falreactive.FalConfig;
import dev.falreactive.Orphan;
import dev.falreactive.reactor.ReactorFalClient;
import io.reactivex.rxjava3.core.Completable;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A client of fal's queue. Holds the connections, so make one and share it; safe for use by several threads.
 *
 * <pre>{@code
 * try (RxFalClient client = RxFalClient.create(FalConfig.fromEnvironment())) {
 *     RxQueue<FluxLoraRequest, FluxLoraResult> queue = client.queue(FluxLora.TEXT_TO_IMAGE);
 *     queue.submit(FluxLoraRequest.builder("a tiger's eye").build())
 *             .flatMapPublisher(queue::watch)
 *             .blockingForEach(update -> System.out.println(update.phase()));
 * }
 * }</pre>
 */
public final class RxFalClient implements AutoCloseable {

    private final ReactorFalClient client;

    private RxFalClient(ReactorFalClient client) {
        this.client = client;
    }

    /** {@return a client with default connections and orphan handler; it connects to nothing yet} */
    public static RxFalClient create(FalConfig config) {
        return builder(config).build();
    }

    /** {@return a builder for a client of the queue that the configuration names} */
    public static Builder builder(FalConfig config) {
        return new Builder(config);
    }

    /**
     * A client on top of one that is there: to share its connections and its budget of status calls, or for what only its
     * builder sets, such as proxy, TLS and timer. It holds nothing of its own: closing it closes the given one.
     *
     * @param client the client to use
     * @return the client
     */
    public static RxFalClient wrap(ReactorFalClient client) {
        return new RxFalClient(Objects.requireNonNull(client, "client"));
    }

    /**
     * The queue of one endpoint. Costs nothing; keep it or ask again.
     *
     * @param endpoint the endpoint
     * @param <I> the input's type
     * @param <O> the output's type
     * @return its queue
     */
    public <I, O> RxQueue<I, O> queue(Endpoint<I, O> endpoint) {
        return new RxQueue<>(client.queue(endpoint));
    }

    /** {@return what results point to: files, which are fetched without any credential} */
    public RxMedia media() {
        return new RxMedia(client.media());
    }

    /** {@return the configuration} */
    public FalConfig config() {
        return client.config();
    }

    /** {@return whether submits are let through, by what this client has learned of the account's balance} */
    public BalanceState balance() {
        return client.balance();
    }

    /** {@return on subscribe closes the client; completes when what was sent has been answered, submits above all} */
    public Completable closeLater() {
        return Completable.fromPublisher(client.closeLater());
    }

    /** Closes the client as {@link #closeLater()} does, and does not wait; jobs go on. May be called again. */
    @Override
    public void close() {
        client.close();
    }

    /** Collects what a client is made of. Not safe for use by several threads. */
    public static final class Builder {

        private final ReactorFalClient.Builder builder;

        private Builder(FalConfig config) {
            this.builder = ReactorFalClient.builder(config);
        }

        /**
         * What becomes known of a submit after its subscriber went away. Called once for each such submit, on the thread
         * that learned it; must not block. What it throws is logged. Default: one warning in the log, with the ticket.
         *
         * @param handler the handler
         * @return this
         */
        public Builder onOrphan(Consumer<Orphan> handler) {
            builder.onOrphan(handler);
            return this;
        }

        /** {@return a client} */
        public RxFalClient build() {
            return new RxFalClient(builder.build());
        }
    }
}
