package dev.falreactive.rxjava3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.falreactive.FalException;
import dev.falreactive.JobResult;
import dev.falreactive.Orphan;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import dev.falreactive.SubmitOptions;
import dev.falreactive.WatchOptions;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What the contract does not run: the short overloads, and the hook for the ticket as a Completable. */
class QueueTest {

    private static Single<FluxLoraResult> keeping(
            Local local, Function<? super QueueTicket, ? extends Completable> onTicket) {
        return local.queue.submitAndAwait(Local.INPUT, SubmitOptions.defaults(), WatchOptions.defaults(), onTicket);
    }

    @Test
    void theShortOverloadsDoAsTheLongOnes() {
        try (Local local = new Local()) {
            QueueTicket ticket = local.queue.submit(Local.INPUT).blockingGet();
            List<StatusUpdate> updates = local.queue.watch(ticket).toList().blockingGet();
            assertThat(updates).last().matches(StatusUpdate::isTerminal);
            assertThat(local.queue.await(ticket).blockingGet().images()).hasSize(1);
            assertThat(local.queue.submitAndAwait(Local.INPUT).blockingGet().images())
                    .hasSize(1);
            assertThat(local.emulator.ledger().submits()).hasSize(2);
        }
    }

    @Test
    void theResultComesWithItsMetadata() {
        try (Local local = new Local()) {
            QueueTicket ticket = local.queue.submit(Local.INPUT).blockingGet();
            local.queue.await(ticket).blockingGet();
            JobResult<FluxLoraResult> result =
                    local.queue.resultWithMetadata(ticket).blockingGet();
            assertThat(result.output()).isEqualTo(local.queue.result(ticket).blockingGet());
            assertThat(result.requestId()).isEqualTo(ticket.requestId());
        }
    }

    @Test
    void watchingStartsWhenTheTicketIsKept() {
        try (Local local = new Local()) {
            CompletableSubject kept = CompletableSubject.create();
            List<QueueTicket> tickets = new ArrayList<>();
            TestObserver<FluxLoraResult> job = keeping(local, ticket -> {
                        tickets.add(ticket);
                        return kept;
                    })
                    .test();
            Local.until("somebody waits for the ticket to be kept", kept::hasObservers);
            local.letThingsHappen();
            assertThat(local.statusCalls(tickets.get(0))).isZero();

            kept.onComplete();
            job.awaitDone(30, TimeUnit.SECONDS)
                    .assertValue(result -> result.images().size() == 1);
            assertThat(tickets).hasSize(1);
            assertThat(local.orphans).isEmpty();
        }
    }

    @Test
    void aTicketThatCannotBeKeptIsAnOrphanAndTheFailureIsTheError() {
        try (Local local = new Local()) {
            IOException full = new IOException("the disk is full");
            keeping(local, ticket -> Completable.error(full))
                    .test()
                    .awaitDone(30, TimeUnit.SECONDS)
                    .assertError(full);
            assertThat(local.orphans).singleElement().isInstanceOf(Orphan.Accepted.class);
            assertThat(local.allStatusCalls()).isZero();
        }
    }

    @Test
    void aHookThatThrowsOrBringsNothingIsAnErrorAndTheTicketAnOrphan() {
        try (Local local = new Local()) {
            IllegalStateException thrown = new IllegalStateException("no database");
            keeping(local, ticket -> {
                        throw thrown;
                    })
                    .test()
                    .awaitDone(30, TimeUnit.SECONDS)
                    .assertError(thrown);
            keeping(local, ticket -> null)
                    .test()
                    .awaitDone(30, TimeUnit.SECONDS)
                    .assertError(NullPointerException.class);
            assertThat(local.orphans).hasSize(2).allMatch(Orphan.Accepted.class::isInstance);
        }
    }

    @Test
    void whoLeavesWhileTheTicketIsKeptDisposesTheKeepingAndTheTicketIsAnOrphan() {
        try (Local local = new Local()) {
            CompletableSubject kept = CompletableSubject.create();
            TestObserver<FluxLoraResult> job = keeping(local, ticket -> kept).test();
            Local.until("somebody waits for the ticket to be kept", kept::hasObservers);
            assertThat(local.orphans).isEmpty();
            job.dispose();
            assertThat(kept.hasObservers()).isFalse();
            assertThat(local.orphans).singleElement().isInstanceOf(Orphan.Accepted.class);
            job.assertEmpty();
        }
    }

    @Test
    void R02_whatIsWrongIsToldToOnErrorAndWhatIsNullAtOnce() {
        try (Local local = new Local()) {
            local.queue
                    .submit(FluxLoraRequest.ofJson(Map.of("num_images", 9)))
                    .test()
                    .assertError(FalException.InvalidInput.class);
            assertThatThrownBy(() -> local.queue.submit(null)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> keeping(local, null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("onTicket");
            assertThat(local.emulator.ledger().entries()).isEmpty();
        }
    }
}
