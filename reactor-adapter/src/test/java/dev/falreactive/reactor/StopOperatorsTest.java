package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.FalException;
import dev.falreactive.StatusUpdate;
import dev.falreactive.StopPolicy;
import dev.falreactive.WatchOptions;
import dev.falreactive.protocol.HttpMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Whatever operator stops a watch, the stop policy applies, once, and the first error stays the first. */
class StopOperatorsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Fixture fal = new Fixture();
    private final List<Throwable> errors = new ArrayList<>();

    static Stream<Arguments> operators() {
        return Stream.of(
                operator("timeout", (watch, fal) -> watch.timeout(Duration.ofMillis(500), fal.time)),
                operator(
                        "timeout of the whole",
                        (watch, fal) -> watch.then().timeout(SECOND, fal.time).flux()),
                operator("takeUntilOther", (watch, fal) -> watch.takeUntilOther(Mono.delay(SECOND, fal.time))),
                operator("takeUntil", (watch, fal) -> watch.takeUntil(update -> true)),
                operator("take", (watch, fal) -> watch.take(1)),
                operator("next", (watch, fal) -> watch.next().flux()),
                operator(
                        "switchMap",
                        (watch, fal) -> Flux.concat(Mono.just(1), Mono.delay(SECOND, fal.time))
                                .switchMap(i -> i.intValue() == 1 ? watch : Flux.<StatusUpdate>empty())),
                operator(
                        "an error behind it",
                        (watch, fal) -> watch.handle((update, sink) -> sink.error(new IllegalStateException("mine")))));
    }

    private static Arguments operator(String name, BiFunction<Flux<StatusUpdate>, Fixture, Flux<?>> operator) {
        return Arguments.of(name, operator);
    }

    private void run(StopPolicy policy, BiFunction<Flux<StatusUpdate>, Fixture, Flux<?>> operator) {
        operator.apply(fal.queue.watch(Fixture.TICKET, WatchOptions.defaults().withOnStop(policy)), fal)
                .subscribe(element -> {}, errors::add);
        fal.pass(Duration.ofSeconds(30));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operators")
    void R05_eachIsAStopAndTheJobIsCancelledOnce(
            String name, BiFunction<Flux<StatusUpdate>, Fixture, Flux<?>> operator) {
        fal.transport.then(202, Fixture.RUNNING);
        run(StopPolicy.CANCEL, operator);
        assertThat(fal.transport.count(HttpMethod.PUT)).isEqualTo(1);
        long calls = fal.transport.sent.size();
        fal.pass(Duration.ofHours(1));
        assertThat(fal.transport.sent).hasSize((int) calls);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operators")
    void R05_byDefaultTheJobIsLeftAlone(String name, BiFunction<Flux<StatusUpdate>, Fixture, Flux<?>> operator) {
        fal.transport.then(202, Fixture.RUNNING);
        run(StopPolicy.DETACH, operator);
        assertThat(fal.transport.count(HttpMethod.PUT)).isZero();
    }

    @Test
    void R05_aCancelThatFailsDoesNotHideTheErrorThatStoppedTheWatch() {
        fal.transport.then(202, Fixture.RUNNING).then(500, "{\"detail\":\"cancel broke\"}");
        run(
                StopPolicy.CANCEL,
                (watch, f) -> watch.map(update -> {
                    throw new IllegalStateException("mine");
                }));
        assertThat(errors).singleElement().satisfies(error -> assertThat(error).hasMessage("mine"));
    }

    @Test
    void R05_anErrorOfTheWatchItselfIsNoStop() {
        fal.transport.then(404, "{\"status\":\"NOT_FOUND\"}");
        run(StopPolicy.CANCEL, (watch, f) -> watch);
        assertThat(errors).singleElement().isInstanceOf(FalException.Rejected.class);
        assertThat(fal.transport.count(HttpMethod.PUT)).isZero();
    }

    @Test
    void R05_aTimeoutOfTheSubscribersOwnIsTheErrorThatItSees() {
        fal.transport.then(202, Fixture.RUNNING);
        run(
                StopPolicy.CANCEL,
                (watch, f) -> watch.then().timeout(SECOND, f.time).flux());
        assertThat(errors).singleElement().isInstanceOf(TimeoutException.class);
    }
}
