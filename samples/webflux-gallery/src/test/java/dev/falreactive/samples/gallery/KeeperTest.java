package dev.falreactive.samples.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.FalException.Evidence;
import dev.falreactive.FalException.SubmitOutcomeUnknown;
import dev.falreactive.Orphan;
import dev.falreactive.QueueTicket;
import dev.falreactive.StopPolicy;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.JobScript;
import dev.falreactive.emulator.Phase;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.reactor.ReactorFalClient;
import dev.falreactive.samples.gallery.Job.State;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What becomes of a job that is paid for. */
@GalleryTest
class KeeperTest {

    private static final JobScript AT_ONCE = JobScript.steps(JobScript.completed());

    @Autowired
    FalEmulator emulator;

    @Autowired
    JobStore store;

    @Autowired
    ReactorFalClient client;

    @Autowired
    LateTickets late;

    private Gallery gallery;

    @BeforeEach
    void open(@LocalServerPort int port) {
        gallery = Gallery.on(port);
        emulator.ledger().clear();
    }

    @AfterEach
    void noFaults() {
        emulator.clearFaults();
    }

    private Job await(String id, State state) {
        Until.isTrue(
                () -> store.find(id).block().state() == state,
                () -> state + ", not " + store.find(id).block());
        return store.find(id).block();
    }

    @Test
    void aQueueThatIsDownForAWhileLosesNothing() {
        emulator.inject(Phase.STATUS, Fault.edgePage(502), 3);
        String id = gallery.submitted("a fox");
        Until.isTrue(() -> store.find(id).block().trouble().isPresent(), "trouble on the card");
        Job hindered = store.find(id).block();
        assertThat(hindered.state()).isEqualTo(State.ACCEPTED);
        assertThat(hindered.trouble().orElseThrow().text()).contains("The job is safe");
        assertThat(await(id, State.DONE).trouble()).isEmpty();
        assertThat(emulator.ledger().submits()).hasSize(1);
    }

    @Test
    void imagesThatCannotBeFetchedYetAreFetchedLater() {
        emulator.inject(Phase.MEDIA, Fault.edgePage(503), 5);
        String id = gallery.submitted("a fox");
        // Even if the queue forgets the result meanwhile: the image's address was in it.
        Until.isTrue(() -> store.find(id).block().trouble().isPresent(), "trouble on the card");
        emulator.inject(Phase.STATUS, Fault.expired(), 1_000);
        emulator.inject(Phase.RESULT, Fault.expired(), 1_000);
        assertThat(await(id, State.DONE).outcome().pictures()).hasSize(1);
        assertThat(emulator.ledger().of(Phase.RESULT)).hasSize(1);
    }

    @Test
    void aSubmitWhoseAnswerBrokeOffIsWatchedByTheTicketOfItsError() {
        emulator.inject(Phase.SUBMIT, Fault.halfReply());
        Job done = await(gallery.submitted("a fox"), State.DONE);
        assertThat(done.outcome().pictures()).hasSize(1);
        assertThat(done.trouble()).isEmpty();
        assertThat(emulator.ledger().submits()).hasSize(1);
    }

    @Test
    void aTicketInDoubtThatTheQueueDoesNotKnowIsNoLeaveToSubmitAgain() {
        emulator.inject(Phase.SUBMIT, Fault.halfReply());
        // A queue that does not answer meanwhile does not hide the doubt.
        emulator.inject(Phase.STATUS, Fault.edgePage(502), 3);
        emulator.inject(Phase.STATUS, Fault.expired(), 1_000);
        Job unknown = await(gallery.submitted("a fox"), State.UNKNOWN);
        assertThat(unknown.ticket()).isPresent();
        assertThat(unknown.trouble().orElseThrow().kind()).isEqualTo("submit-outcome-unknown");
        assertThat(unknown.trouble().orElseThrow().text())
                .contains("may be billed", "requests of your fal account before you try again");
        assertThat(emulator.ledger().submits()).hasSize(1);
    }

    @Test
    void aJobInDoubtThatFailedIsInDoubtNoMore() {
        emulator.nextJob(AT_ONCE.withResult(500, "{\"detail\": \"out of memory\"}"));
        emulator.inject(Phase.SUBMIT, Fault.halfReply());
        Job failed = await(gallery.submitted("a fox"), State.FAILED);
        assertThat(failed.trouble().orElseThrow().text()).contains("out of memory");
    }

    @Test
    void anUnknownSubmitThatReachedNobodyGetsACardIfItHasATicket() {
        QueueTicket ticket = client.queue(FluxLora.TEXT_TO_IMAGE)
                .submit(FluxLoraRequest.builder("a fox").build())
                .block();
        long before = store.recent(1_000).count().block();
        late.accept(new Orphan.Unknown(unknown(Evidence.of(ticket))));
        late.accept(new Orphan.Unknown(unknown(Evidence.none())));
        Until.isTrue(
                () -> store.in(State.DONE)
                        .any(job -> job.requireTicket().equals(ticket))
                        .block(),
                "the late job to come to its image");
        assertThat(store.recent(1_000).count().block()).isEqualTo(before + 1);
    }

    private static SubmitOutcomeUnknown unknown(Evidence evidence) {
        return new SubmitOutcomeUnknown("reset", FluxLora.ID, Instant.EPOCH, "0123", evidence, null);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410, 403})
    void anImageThatItsServerDoesNotHandOutYetIsFetchedLaterAndTheJobIsNotGivenUp(int status) {
        emulator.inject(Phase.MEDIA, Fault.respond(status, Map.of(), "not yet"), 4);
        String id = gallery.submitted("a fox");
        assertThat(await(id, State.DONE).outcome().pictures()).hasSize(1);
        assertThat(store.find(id).block().trouble()).isEmpty();
    }

    @Test
    void anImageThatIsNeverHandedOutIsSaidToBeWhatFailedAndWhereItIs() {
        emulator.inject(Phase.MEDIA, Fault.respond(404, Map.of(), "no"), 1_000);
        Job failed = await(gallery.submitted("a fox"), State.FAILED);
        assertThat(failed.trouble().orElseThrow().kind()).isEqualTo("not-kept");
        assertThat(failed.trouble().orElseThrow().title()).contains("An image was made");
        assertThat(failed.trouble().orElseThrow().text()).contains("HTTP 404", "The job is billed", emulator.baseUrl());
        assertThat(emulator.ledger().media()).hasSize(7);
    }

    @Test
    void aJobThatFailedSaysWhyAndAtWhichField() {
        emulator.nextJob(AT_ONCE.withResult(500, "{\"detail\": \"out of memory\"}"));
        Job failed = await(gallery.submitted("a fox"), State.FAILED);
        assertThat(failed.trouble().orElseThrow().text()).contains("out of memory");
        emulator.nextJob(
                AT_ONCE.withResult(
                        422,
                        "{\"detail\": [{\"loc\": [\"body\", \"loras\", 0, \"path\"], \"msg\": \"no such file\", \"type\": \"file\"}]}"));
        Job refused = await(gallery.submitted("a fox"), State.FAILED);
        assertThat(refused.trouble().orElseThrow().violations()).singleElement().satisfies(violation -> {
            assertThat(violation.pointer()).isEqualTo("/loras/0/path");
            assertThat(violation.message()).isEqualTo("no such file");
        });
    }

    @Test
    void aJobThatTheQueueForgotSaysSo() {
        emulator.inject(Phase.STATUS, Fault.expired());
        Job gone = await(gallery.submitted("a fox"), State.FAILED);
        assertThat(gone.trouble().orElseThrow().title()).contains("no longer knows");
    }

    @Test
    void aTicketThatReachedNobodyGetsACardOfItsOwn() {
        QueueTicket ticket = client.queue(FluxLora.TEXT_TO_IMAGE)
                .submit(FluxLoraRequest.builder("a fox").build())
                .block();
        try (Tab tab = Tab.open(gallery)) {
            tab.awaitFirst();
            client.abandon(ticket, StopPolicy.DETACH);
            Until.isTrue(
                    () -> store.in(State.DONE)
                            .any(job -> job.requireTicket().equals(ticket))
                            .block(),
                    "the late job to come to its image");
        }
        // Told twice, it is one card.
        client.abandon(ticket, StopPolicy.DETACH);
        assertThat(store.recent(100)
                        .filter(job -> job.ticket().equals(java.util.Optional.of(ticket)))
                        .count()
                        .block())
                .isEqualTo(1);
    }
}
