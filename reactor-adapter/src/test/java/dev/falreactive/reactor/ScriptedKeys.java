package dev.falreactive.reactor;

import dev.falreactive.protocol.WireHeaders;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Stands in for the place where keys are published: answers as a test says, and counts how often it was asked. */
final class ScriptedKeys implements MediaSource {

    private record Answer(int status, Flux<byte[]> body) {}

    private Supplier<Mono<Answer>> answer = () -> Mono.error(new AssertionError("no key was to be read"));
    final List<URI> reads = new ArrayList<>();

    void publish(Signer... signers) {
        answers(200, Signer.keySet(signers));
    }

    void answers(int status, String body) {
        Answer ready = new Answer(status, Flux.just(body.getBytes(StandardCharsets.UTF_8)));
        answer = () -> Mono.just(ready);
    }

    void answersWithout(Flux<byte[]> end) {
        answer = () -> Mono.just(new Answer(200, end));
    }

    /** Answers when the signal completes. */
    void publishAfter(Mono<Void> signal, Signer... signers) {
        Answer ready = new Answer(200, Flux.just(Signer.keySet(signers).getBytes(StandardCharsets.UTF_8)));
        answer = () -> signal.thenReturn(ready);
    }

    @Override
    public <T> Flux<T> open(URI uri, Reader<T> reader) {
        return Flux.defer(() -> {
            reads.add(uri);
            return answer.get().flatMapMany(it -> reader.read(it.status(), WireHeaders.of(Map.of()), it.body()));
        });
    }
}
