package dev.falreactive.rxjava3;

import dev.falreactive.contract.FacadeParity;
import dev.falreactive.contract.Signature;
import dev.falreactive.reactor.ReactorFalClient;
import dev.falreactive.reactor.ReactorMedia;
import dev.falreactive.reactor.ReactorQueue;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The same verbs in the same overloads and the same order as the Reactor adapter's, in RxJava's types. */
class FacadeParityTest {

    private static Signature rx(Signature reactor) {
        return reactor.typed(
                type -> type.replace(Mono.class.getName() + "<java.lang.Void>", Completable.class.getName())
                        .replace(Mono.class.getName(), Single.class.getName())
                        .replace(Flux.class.getName(), Flowable.class.getName())
                        .replace("dev.falreactive.reactor.Reactor", "dev.falreactive.rxjava3.Rx"));
    }

    @Test
    void theQueue() {
        FacadeParity.check(ReactorQueue.class, RxQueue.class, FacadeParityTest::rx, Map.of());
    }

    @Test
    void theClient() {
        FacadeParity.check(
                ReactorFalClient.class,
                RxFalClient.class,
                FacadeParityTest::rx,
                Map.of(
                        "missing: Single<Diagnosis> diagnose()",
                        "a look at a configuration, once: take the one of the client that is wrapped",
                        "missing: Single<Diagnosis> diagnose(EndpointId)",
                        "a look at a configuration, once: take the one of the client that is wrapped",
                        "missing: Single<Diagnosis> diagnose(EndpointId, String)",
                        "a look at a configuration, once: take the one of the client that is wrapped",
                        "extra: RxFalClient wrap(ReactorFalClient)",
                        "shares a client, or takes one that was built with what this builder does not have",
                        "missing: void abandon(QueueTicket, StopPolicy)",
                        "for bridges that hand a ticket between threads, which this one does not",
                        "missing: RxDirect<I, O> direct(Endpoint<I, O>)",
                        "one publisher a call: Flowable.fromPublisher takes those of the client that is wrapped",
                        "missing: RxFiles files()",
                        "beside jobs: take the one of the client that is wrapped; inputs with files need nothing of it",
                        "missing: RxWebhooks webhooks()",
                        "a server's part, which is not RxJava's: take the one of the client that is wrapped"));
    }

    @Test
    void theBuilder() {
        String wrapped = "is a type of Reactor: wrap a client that was built with it";
        FacadeParity.check(
                ReactorFalClient.Builder.class,
                RxFalClient.Builder.class,
                FacadeParityTest::rx,
                Map.of(
                        "missing: RxFalClient$Builder httpClient(UnaryOperator<HttpClient>)", wrapped,
                        "missing: RxFalClient$Builder timer(Scheduler)", wrapped,
                        "missing: RxFalClient$Builder instrumentation(FalInstrumentation)", wrapped));
    }

    @Test
    void theMedia() {
        FacadeParity.check(ReactorMedia.class, RxMedia.class, FacadeParityTest::rx, Map.of());
    }
}
