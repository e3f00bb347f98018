package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.FalException;
import dev.falreactive.Orphan;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import dev.falreactive.SubmitOptions;
import dev.falreactive.WatchMode;
import dev.falreactive.WatchOptions;
import dev.falreactive.protocol.HttpMethod;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a user's own code throws costs no ticket, whatever it throws. */
class ThrowingCallbackTest {

    private static final SubmitOptions SUBMIT = SubmitOptions.defaults();

    private final Fixture fal = new Fixture();

    static Stream<Throwable> thrown() {
        return Stream.of(
                new IllegalStateException("mine"),
                new AssertionError("mine"),
                new NoClassDefFoundError("mine"),
                new OutOfMemoryError("mine"));
    }

    private static WatchOptions throwing(Throwable error) {
        return WatchOptions.defaults().withOnUpdate(update -> sneakily(error));
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable, R> R sneakily(Throwable error) throws E {
        throw (E) error;
    }

    private Throwable errorOf(Publisher<?> call) {
        AtomicReference<Throwable> error = new AtomicReference<>();
        Flux.from(call).subscribe(value -> {}, error::set);
        fal.pass(Duration.ofMinutes(1));
        return error.get();
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void R15_aListenerThatThrowsWhereNobodyHasTheTicketHasItTold(Throwable mine) {
        fal.transport.then(200, Fixture.SUBMITTED).then(202, Fixture.RUNNING);
        assertThat(errorOf(fal.queue.submitAndAwait(Fixture.INPUT, SUBMIT, throwing(mine))))
                .isSameAs(mine);
        assertThat(fal.orphans)
                .singleElement()
                .isInstanceOfSatisfying(
                        Orphan.Accepted.class,
                        orphan -> assertThat(orphan.ticket().requestId()).isEqualTo(ScriptedTransport.ID));
        assertThat(fal.transport.count(HttpMethod.POST)).isEqualTo(1);
        assertThat(fal.transport.polls()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void aListenerThatThrowsEndsAWatchAndAnAwait(Throwable mine) {
        fal.transport.then(202, Fixture.RUNNING).stream(Flux.just(Sse.RUNNING).concatWith(Flux.never()));
        assertThat(errorOf(fal.queue.watch(Fixture.TICKET, throwing(mine)))).isSameAs(mine);
        assertThat(errorOf(fal.queue.await(Fixture.TICKET, throwing(mine)))).isSameAs(mine);
        assertThat(errorOf(fal.queue.watch(Fixture.TICKET, throwing(mine).withMode(WatchMode.STREAMING))))
                .isSameAs(mine);
        // Whoever watches has the ticket.
        assertThat(fal.orphans).isEmpty();
        assertThat(fal.transport.openStreams).hasValue(0);
    }

    @Test
    void anErrorThatHoldsTheTicketIsToldOnce() {
        fal.transport.then(200, Fixture.SUBMITTED).then(404, "{\"status\":\"NOT_FOUND\"}");
        assertThat(errorOf(fal.queue.submitAndAwait(Fixture.INPUT, SUBMIT, WatchOptions.defaults())))
                .isInstanceOfSatisfying(
                        FalException.class, e -> assertThat(e.ticket()).isPresent());
        assertThat(fal.orphans).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void R15_onTicketThatThrowsHasItTold(Throwable mine) {
        onTicketFails(ticket -> sneakily(mine), mine.getClass());
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void R15_onTicketThatFailsHasItTold(Throwable mine) {
        onTicketFails(ticket -> Mono.error(mine), mine.getClass());
    }

    @Test
    @SuppressWarnings("NullAway") // what a user's code may do all the same
    void R15_onTicketThatReturnsNothingHasItTold() {
        onTicketFails(ticket -> null, NullPointerException.class);
    }

    private void onTicketFails(Function<QueueTicket, Mono<Void>> onTicket, Class<? extends Throwable> error) {
        fal.transport.then(200, Fixture.SUBMITTED).then(202, Fixture.RUNNING);
        assertThat(errorOf(fal.queue.submitAndAwait(Fixture.INPUT, SUBMIT, WatchOptions.defaults(), onTicket)))
                .isInstanceOf(error);
        assertThat(fal.orphans).singleElement().isInstanceOf(Orphan.Accepted.class);
        assertThat(fal.transport.sent).hasSize(1);
    }

    @Test
    void aListenerThatThrowsAfterOnTicketTellsNobodyTwice() {
        AtomicReference<QueueTicket> kept = new AtomicReference<>();
        IllegalStateException mine = new IllegalStateException("mine");
        fal.transport.then(200, Fixture.SUBMITTED).then(202, Fixture.RUNNING);
        assertThat(errorOf(fal.queue.submitAndAwait(
                        Fixture.INPUT, SUBMIT, throwing(mine), ticket -> Mono.fromRunnable(() -> kept.set(ticket)))))
                .isSameAs(mine);
        assertThat(kept.get()).isNotNull();
        assertThat(fal.orphans).isEmpty();
    }

    @Test
    void aListenerThatIsContentHearsEachUpdate() {
        AtomicReference<StatusUpdate> heard = new AtomicReference<>();
        fal.transport.then(200, Fixture.SUBMITTED).then(200, Fixture.COMPLETED).then(200, Fixture.RESULT);
        assertThat(errorOf(fal.queue.submitAndAwait(
                        Fixture.INPUT, SUBMIT, WatchOptions.defaults().withOnUpdate(heard::set))))
                .isNull();
        assertThat(heard.get().isTerminal()).isTrue();
        assertThat(fal.orphans).isEmpty();
    }
}
