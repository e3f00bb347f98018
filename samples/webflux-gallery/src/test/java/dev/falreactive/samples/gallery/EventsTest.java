package dev.falreactive.samples.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.JobScript;
import dev.falreactive.emulator.Phase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@GalleryTest
class EventsTest {

    @Autowired
    FalEmulator emulator;

    @Autowired
    JobStore store;

    @Autowired
    Changes changes;

    private Gallery gallery;

    @BeforeEach
    void open(@LocalServerPort int port) {
        gallery = Gallery.on(port);
    }

    private static List<String> statuses(Tab tab, String id) {
        return tab.events().stream()
                .filter(event ->
                        event.name().equals("status") && event.data().get("id").equals(id))
                .map(event -> String.valueOf(((Map<?, ?>) event.data().get("status")).get("status")))
                .toList();
    }

    private static List<String> logs(Tab tab, String id) {
        return tab.events().stream()
                .filter(event ->
                        event.name().equals("status") && event.data().get("id").equals(id))
                .flatMap(event -> ((List<?>) ((Map<?, ?>) event.data().get("status")).get("logs")).stream())
                .map(line -> String.valueOf(((Map<?, ?>) line).get("message")))
                .toList();
    }

    @Test
    void aTabIsToldOfAJobFromItsRowToItsImages() {
        emulator.nextJob(JobScript.steps(
                JobScript.queued(3), JobScript.queued(0), JobScript.running("half way"), JobScript.completed()));
        try (Tab tab = Tab.open(gallery)) {
            tab.awaitFirst();
            assertThat(tab.events().get(0).name()).isEqualTo("snapshot");
            String id = gallery.submitted("a fox");
            Map<String, Object> card = tab.awaitState(id, "done");
            assertThat((List<?>) card.get("images")).hasSize(1);
            assertThat(card).containsKeys("seed", "endedAt", "requestId");
            assertThat(logs(tab, id)).contains("half way");
            assertThat(statuses(tab, id)).last().isEqualTo("COMPLETED");
        }
    }

    @Test
    void manyTabsAndTheServerCostOneLoopOfCalls() {
        try (Tab first = Tab.open(gallery);
                Tab second = Tab.open(gallery);
                Tab third = Tab.open(gallery)) {
            List.of(first, second, third).forEach(Tab::awaitFirst);
            emulator.nextJob(JobScript.steps(
                    JobScript.queued(1), JobScript.running("a"), JobScript.running("a", "b"), JobScript.completed()));
            String id = gallery.submitted("a fox");
            List.of(first, second, third).forEach(tab -> tab.awaitState(id, "done"));
            String request = String.valueOf(first.card(id).get("requestId"));
            assertThat(emulator.ledger().forRequest(request))
                    .extracting(call -> call.phase().orElseThrow())
                    .containsExactly(
                            Phase.SUBMIT, Phase.STATUS, Phase.STATUS, Phase.STATUS, Phase.STATUS, Phase.RESULT);
        }
    }

    @Test
    void aTabThatIsOpenedLaterIsToldTheStateAndTheLogSoFar() {
        emulator.nextJob(JobScript.neverEnding());
        String id = gallery.submitted("a fox");
        Until.isTrue(() -> store.find(id).block().state() == Job.State.ACCEPTED, "a ticket");
        String request = store.find(id).block().requireTicket().requestId();
        emulator.steer(request, JobScript.running("Loading model", "Step 4/28"));
        try (Tab first = Tab.open(gallery)) {
            Until.isTrue(() -> logs(first, id).contains("Step 4/28"), "the log");
            try (Tab late = Tab.open(gallery)) {
                Until.isTrue(() -> logs(late, id).contains("Step 4/28"), "the log so far");
                assertThat(late.state(id)).isEqualTo("accepted");
                emulator.steer(request, JobScript.completed());
                late.awaitState(id, "done");
            }
            first.awaitState(id, "done");
        }
    }

    @Test
    void whatIsRemovedIsTold() {
        String id = gallery.submitted("a fox");
        try (Tab tab = Tab.open(gallery)) {
            tab.awaitState(id, "done");
            gallery.remove(id);
            Until.isTrue(() -> tab.card(id).isEmpty(), "the card to go");
        }
    }

    @Test
    void aTabThatIsClosedListensNoMoreAndItsJobsGoOn() {
        emulator.nextJob(JobScript.neverEnding());
        String id = gallery.submitted("a fox");
        Tab tab = Tab.open(gallery);
        Until.isTrue(() -> !statuses(tab, id).isEmpty(), "a status");
        int open = changes.listeners();
        assertThat(open).isPositive();
        tab.close();
        Until.isTrue(() -> changes.listeners() < open, "the stream to end");
        String request = store.find(id).block().requireTicket().requestId();
        emulator.steer(request, JobScript.completed());
        Until.isTrue(() -> store.find(id).block().state() == Job.State.DONE, "the image");
        assertThat(emulator.ledger().forRequest(request))
                .noneMatch(call -> call.phase().equals(Optional.of(Phase.CANCEL)));
    }
}
