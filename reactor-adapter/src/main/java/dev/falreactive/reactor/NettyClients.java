package dev.falreactive.reactor;

import dev.falreactive.FalConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.NettyPipeline;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * The HTTP clients and their five pools: one for calls that may be repeated; one whose connections carry a single submit each,
 * because a pooled connection that the server is just closing would turn a submit into one of unknown outcome; one for
 * streams, so that however many there are, no call waits for their connections; one like that of submits for direct runs,
 * which may keep a connection for minutes; and one for files, which wait for each other as long as it takes.
 */
final class NettyClients {

    /** With half the connect timeout for each: a name is known, or not, within twice the connect timeout. */
    private static final int MAX_DNS_QUERIES = 4;

    private static final Duration NO_LIMIT = Duration.ofDays(1);

    private static final int MAX_HEADER_BYTES = 64 * 1024;

    private final ConnectionProvider readPool;
    private final ConnectionProvider submitPool;
    private final ConnectionProvider streamPool;
    private final ConnectionProvider directPool;
    private final ConnectionProvider filePool;
    private final HttpClient reads;
    private final HttpClient submits;
    private final HttpClient streams;
    private final HttpClient direct;
    private final HttpClient files;

    NettyClients(FalConfig config, UnaryOperator<HttpClient> adaptation) {
        this.readPool = keeping(provider("fal", config), config);
        this.submitPool = provider("fal-submit", config)
                .evictionPredicate(NettyClients::isUsed)
                .build();
        // One that is just closed by the server may still count for a moment: more may wait than are open.
        this.streamPool = provider("fal-stream", config)
                .maxConnections(config.connections().maxStreams())
                .evictionPredicate(NettyClients::isUsed)
                .build();
        this.directPool = provider("fal-direct", config)
                .evictionPredicate(NettyClients::isUsed)
                .build();
        // Whole files may be under way on all connections: who waits for one waits as long as they take.
        this.filePool = keeping(provider("fal-files", config).pendingAcquireTimeout(NO_LIMIT), config);
        this.reads = client(readPool, config, adaptation);
        this.submits = client(submitPool, config, adaptation);
        // How long a stream may be silent is not for a hook to say that was made for calls.
        this.streams = closingUnread(client(streamPool, config, adaptation)).responseTimeout(null);
        this.direct = closingUnread(client(directPool, config, adaptation)).responseTimeout(null);
        this.files = closingUnread(client(filePool, config, adaptation));
    }

    HttpClient reads() {
        return reads;
    }

    HttpClient submits() {
        return submits;
    }

    HttpClient streams() {
        return streams;
    }

    HttpClient direct() {
        return direct;
    }

    HttpClient files() {
        return files;
    }

    /** Lets what was sent come to its end. */
    Mono<Void> close() {
        return Mono.whenDelayError(
                readPool.disposeLater(),
                submitPool.disposeLater(),
                streamPool.disposeLater(),
                directPool.disposeLater(),
                filePool.disposeLater());
    }

    private static ConnectionProvider keeping(ConnectionProvider.Builder provider, FalConfig config) {
        return provider.maxIdleTime(config.connections().maxIdle())
                .maxLifeTime(config.connections().maxLife())
                .evictInBackground(config.connections().maxIdle())
                .build();
    }

    private static ConnectionProvider.Builder provider(String name, FalConfig config) {
        return ConnectionProvider.builder(name)
                .maxConnections(config.connections().max())
                .pendingAcquireMaxCount(config.connections().maxWaiting())
                .pendingAcquireTimeout(config.requestTimeout())
                // Closing waits so long for what was sent already.
                .disposeTimeout(config.requestTimeout())
                .lifo();
    }

    private static boolean isUsed(Connection connection, ConnectionProvider.ConnectionMetadata use) {
        return use.acquireCount() > 0;
    }

    private static HttpClient client(
            ConnectionProvider provider, FalConfig config, UnaryOperator<HttpClient> adaptation) {
        HttpClient base = HttpClient.create(provider)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        Math.min(Integer.MAX_VALUE, config.connectTimeout().toMillis()))
                .resolver(spec ->
                        spec.queryTimeout(config.connectTimeout().dividedBy(2)).maxQueriesPerResolve(MAX_DNS_QUERIES))
                .httpResponseDecoder(
                        spec -> spec.maxHeaderSize(MAX_HEADER_BYTES).allowDuplicateContentLengths(true))
                .doOnChannelInit((observer, channel, remote) -> {
                    if (channel.pipeline().get(NettyPipeline.HttpCodec) != null) {
                        channel.pipeline().addAfter(NettyPipeline.HttpCodec, OddResponses.NAME, new OddResponses());
                    }
                });
        return adaptation.apply(base).followRedirect(false).disableRetry(true);
    }

    /** What a cancel meets between the head of an answer and its reader has nobody else who would close it. */
    private static HttpClient closingUnread(HttpClient client) {
        return client.mapConnect(answer -> answer.doOnDiscard(ChannelOperations.class, Connection::dispose));
    }

    /**
     * The same for what is called most, at no cost where nothing is dropped: closes the connection of a call, or drops what
     * has come if it is another's already. Does not wait; may be done when all is long over.
     *
     * @param call the connection as the call has it now
     */
    static Disposable unread(Connection call) {
        // Asked for now: the channel of a call that is over is a stand-in that has none.
        EventLoop loop = call.channel().eventLoop();
        return () -> {
            try {
                // Later, since whoever cancels may do so in the middle of the answer.
                loop.execute(() -> letGo(call));
            } catch (RejectedExecutionException e) {
                // The loop has ended, and its connections with it.
            }
        };
    }

    private static void letGo(Connection call) {
        if (call.channel().pipeline().get(NettyPipeline.H2MultiplexHandler) != null) {
            // It became HTTP/2 meanwhile, and carries the calls of others too.
            return;
        }
        if (ChannelOperations.get(call.channel()) == call) {
            call.dispose();
        } else {
            call.inbound().receive().subscribe(dropped -> {}, alreadyRead -> {});
        }
    }
}
