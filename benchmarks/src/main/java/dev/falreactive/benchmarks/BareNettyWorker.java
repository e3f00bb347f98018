package dev.falreactive.benchmarks;

import java.io.IOException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A loop over Reactor Netty: GET, and the JSON parsed. Nothing that polls over Reactor Netty costs less. */
final class BareNettyWorker implements Worker {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final HttpClient client;
    private final String base;

    private BareNettyWorker(String base) {
        this.base = base + "/fal-ai/flux-lora/jobs/";
        this.client = HttpClient.create(ConnectionProvider.builder("bare")
                        .maxConnections(64)
                        .pendingAcquireMaxCount(-1)
                        .build())
                .headers(headers ->
                        headers.set("Authorization", "Key benchmark:secret").set("Accept", "application/json"));
    }

    public static void main(String[] args) throws IOException {
        Worker.serve(new BareNettyWorker(args[0]));
    }

    @Override
    public void poll(int concurrency, int calls) {
        Flux.range(0, concurrency)
                .flatMap(i -> status(i).repeat(calls / concurrency - 1L), concurrency)
                .blockLast();
    }

    private Mono<String> status(int number) {
        return client.get()
                .uri(base + ScriptedJob.endless(number).id() + "/status")
                .responseSingle((head, body) -> body.asByteArray())
                .map(bytes -> {
                    JsonNode status = MAPPER.readTree(bytes);
                    return status.get("status").asString();
                });
    }

    @Override
    public Lags lag(Load load) {
        throw new UnsupportedOperationException("it does not wait");
    }
}
