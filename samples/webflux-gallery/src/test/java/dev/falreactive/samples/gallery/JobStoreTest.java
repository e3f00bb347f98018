package dev.falreactive.samples.gallery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.falreactive.QueueTicket;
import dev.falreactive.Violation;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.samples.gallery.Job.Outcome;
import dev.falreactive.samples.gallery.Job.Picture;
import dev.falreactive.samples.gallery.Job.State;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.r2dbc.connection.init.ResourceDatabasePopulator;
import org.springframework.r2dbc.core.DatabaseClient;

/** On H2 in memory; {@code GALLERY_TEST_R2DBC_URL} names another database, which is emptied. */
class JobStoreTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_123L);

    private JobStore store;

    @BeforeEach
    void open() {
        String url = Optional.ofNullable(System.getenv("GALLERY_TEST_R2DBC_URL"))
                .orElseGet(() -> "r2dbc:h2:mem:///" + UUID.randomUUID() + "?options=DB_CLOSE_DELAY=-1");
        ConnectionFactory factory = ConnectionFactories.get(url);
        DatabaseClient database = DatabaseClient.create(factory);
        new ResourceDatabasePopulator(new ClassPathResource("schema.sql"))
                .populate(factory)
                .then(database.sql("delete from jobs").then())
                .block();
        store = new JobStore(database, Optional.empty());
    }

    private static QueueTicket ticket() {
        return QueueTicket.of(FluxLora.ID, UUID.randomUUID().toString(), NOW);
    }

    private String inserted(Instant at) {
        String id = UUID.randomUUID().toString();
        store.insert(Job.begun(id, at, Map.of("prompt", "a fox"))).block();
        return id;
    }

    @Test
    void aRowIsReadAsItWasWritten() {
        String id = UUID.randomUUID().toString();
        Map<String, Object> input =
                Map.of("prompt", "Füchse 🦊\n\"zwei\"", "seed", new BigInteger("12345678901234567890"));
        store.insert(Job.begun(id, NOW, input)).block();
        QueueTicket ticket = ticket();
        assertThat(store.accepted(id, ticket).block()).isTrue();
        Trouble trouble = new Trouble("kind", "title", "text", List.of(new Violation("/a", "type", "no")));
        assertThat(store.hindered(id, trouble).block()).isTrue();
        assertThat(store.cancelAsked(id).block()).isTrue();
        Job hindered = store.find(id).block();
        assertThat(hindered.input()).isEqualTo(input);
        assertThat(hindered.ticket()).contains(ticket);
        assertThat(hindered.trouble()).contains(trouble);
        assertThat(hindered.cancelAsked()).isTrue();
        Outcome outcome = new Outcome(Optional.of("5"), List.of(new Picture("a.png", 1, 2, 3, true)));
        assertThat(store.outcome(id, outcome).block()).isTrue();
        assertThat(store.done(id, NOW.plusMillis(1)).block()).isTrue();
        Job done = store.find(id).block();
        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.outcome()).isEqualTo(outcome);
        assertThat(done.trouble()).isEmpty();
        assertThat(done.createdAt()).isEqualTo(NOW);
        assertThat(done.endedAt()).contains(NOW.plusMillis(1));
    }

    @Test
    void anIdIsTakenOnce() {
        String id = inserted(NOW);
        assertThatThrownBy(() -> store.insert(Job.begun(id, NOW, Map.of())).block())
                .isInstanceOf(DuplicateKeyException.class);
        assertThat(store.recent(10).count().block()).isEqualTo(1);
    }

    @Test
    void whatHasEndedStaysEnded() {
        String id = inserted(NOW);
        store.accepted(id, ticket()).block();
        assertThat(store.ended(id, State.CANCELLED, Trouble.cancelled(), NOW).block())
                .isTrue();
        assertThat(store.done(id, NOW).block()).isFalse();
        assertThat(store.accepted(id, ticket()).block()).isFalse();
        assertThat(store.hindered(id, Trouble.cancelled()).block()).isFalse();
        assertThat(store.cancelAsked(id).block()).isFalse();
        assertThat(store.find(id).block().state()).isEqualTo(State.CANCELLED);
    }

    @Test
    void aLateTicketEndsTheDoubt() {
        String id = inserted(NOW);
        store.ended(id, State.UNKNOWN, Trouble.interrupted(), NOW).block();
        assertThat(store.accepted(id, ticket()).block()).isTrue();
        assertThat(store.find(id).block().state()).isEqualTo(State.ACCEPTED);
    }

    @Test
    void aTicketInDoubtIsSaidToBeInDoubtUntilAnImageIsThere() {
        String id = inserted(NOW);
        QueueTicket ticket = ticket();
        assertThat(store.inDoubt(id, ticket).block()).isTrue();
        Job doubted = store.find(id).block();
        assertThat(doubted.ticket()).contains(ticket);
        assertThat(doubted.inDoubt()).isTrue();
        assertThat(store.inDoubt(id, ticket()).block()).isFalse();
        store.outcome(id, Outcome.NONE).block();
        assertThat(store.find(id).block().inDoubt()).isFalse();
    }

    @Test
    void onlyWhatHasEndedIsRemovedOrInSurplus() {
        String running = inserted(NOW.plusSeconds(100));
        String submitting = inserted(NOW.minusSeconds(100));
        store.accepted(running, ticket()).block();
        String old = inserted(NOW.plusSeconds(1));
        String older = inserted(NOW);
        for (String id : List.of(old, older)) {
            store.ended(id, State.REFUSED, Trouble.cancelled(), NOW).block();
        }
        assertThat(store.running().block()).isEqualTo(2);
        assertThat(store.surplus(1).map(Job::id).collectList().block()).containsExactly(older);
        assertThat(store.surplus(2).collectList().block()).isEmpty();
        assertThat(store.removed(running).block()).isFalse();
        assertThat(store.removed(submitting).block()).isFalse();
        assertThat(store.removed(old).block()).isTrue();
        assertThat(store.recent(2).map(Job::id).collectList().block()).containsExactly(running, older);
    }
}
