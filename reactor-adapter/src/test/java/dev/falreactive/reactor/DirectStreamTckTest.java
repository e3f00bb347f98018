package dev.falreactive.reactor;

import dev.falreactive.Codec;
import dev.falreactive.Endpoint;
import dev.falreactive.FalConfig;
import dev.falreactive.InputSchema;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;
import reactor.core.publisher.Flux;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** The rules of Reactive Streams on the real stream of a direct run. */
@Test
public class DirectStreamTckTest extends PublisherVerification<Map<String, @Nullable Object>> {

    private static final InputSchema SCHEMA =
            InputSchema.parse("{\"properties\":{\"events\":{\"type\":\"integer\",\"minimum\":0}}}");

    private DisposableServer server;
    private ReactorFalClient client;
    private ReactorDirect<Map<String, @Nullable Object>, Map<String, @Nullable Object>> direct;

    public DirectStreamTckTest() {
        super(new TestEnvironment(2_000, 100), 500);
    }

    @BeforeClass
    void start() {
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> request.receive()
                        .aggregate()
                        .asByteArray()
                        .map(body -> ((Number) Codec.map().read(body).get("events")).longValue())
                        .flatMap(events -> response.sse()
                                .sendString(Flux.<String, Long>generate(() -> 0L, (i, sink) -> {
                                    if (i == events) {
                                        sink.complete();
                                    } else {
                                        sink.next(Sse.event("{\"i\":" + i + "}"));
                                    }
                                    return i + 1;
                                }))
                                .then()))
                .bindNow();
        client = ReactorFalClient.create(
                FalConfig.builder().baseUrl("http://127.0.0.1:" + server.port()).build());
        direct = client.direct(Endpoint.json("fal-ai/any").withSchema(SCHEMA));
    }

    @AfterClass
    void stop() {
        client.close();
        server.disposeNow();
    }

    @Override
    public Publisher<Map<String, @Nullable Object>> createPublisher(long elements) {
        return direct.stream(Map.of("events", elements));
    }

    /** Fails before any demand, as the rules want it: the input is refused. */
    @Override
    public Publisher<Map<String, @Nullable Object>> createFailedPublisher() {
        return direct.stream(Map.of("events", -1));
    }

    /** A stream without an event is an error, and Long.MAX_VALUE would mean that it has no end. */
    @Override
    public long maxElementsFromPublisher() {
        return Long.MAX_VALUE - 1;
    }
}
