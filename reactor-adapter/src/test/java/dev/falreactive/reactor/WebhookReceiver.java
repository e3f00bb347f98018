package dev.falreactive.reactor;

import dev.falreactive.webhook.WebhookVerdict;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** A server that hands what it is sent to a client. */
final class WebhookReceiver implements AutoCloseable {

    private final ReactorWebhooks webhooks;
    private final List<Integer> answers = new CopyOnWriteArrayList<>();
    private final List<Boolean> firsts = new CopyOnWriteArrayList<>();
    private final DisposableServer server =
            HttpServer.create().host("127.0.0.1").port(0).handle(this::handle).bindNow();

    WebhookReceiver(ReactorFalClient client) {
        this.webhooks = client.webhooks();
    }

    private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        return request.receive()
                .aggregate()
                .asByteArray()
                .defaultIfEmpty(new byte[0])
                .flatMap(body -> webhooks.verify(request.requestHeaders()::get, body))
                .map(this::answer)
                .flatMap(code -> {
                    answers.add(code);
                    return response.status(code).send().then(Mono.empty());
                });
    }

    private int answer(WebhookVerdict verdict) {
        if (verdict instanceof WebhookVerdict.Verified verified) {
            firsts.add(webhooks.received(verified.delivery()));
            return 200;
        }
        return ((WebhookVerdict.Refused) verdict).reason().mayPass() ? 503 : 401;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.port() + "/hook");
    }

    /** What was answered, once so many were. */
    List<Integer> answers(int count) {
        Eventually.holds(count + " answers", () -> answers.size() >= count);
        return answers;
    }

    /** Of each that was verified, whether it was its job's first. */
    List<Boolean> firsts() {
        return firsts;
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
