package dev.falreactive.samples.gallery;

import dev.falreactive.QueueTicket;
import dev.falreactive.samples.gallery.Job.Outcome;
import dev.falreactive.samples.gallery.Job.State;
import java.time.Instant;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The rows, in H2 or PostgreSQL.
 *
 * <p>H2's driver blocks whoever subscribes, and whoever cancels: both happen on {@link Schedulers#boundedElastic()}. Each
 * change names the states that it may come from, so that two of them never undo each other, and completes when it is durable.
 */
@Component
class JobStore {

    private static final String RUNNING = "('SUBMITTING', 'ACCEPTED')";

    private final DatabaseClient database;
    private final Durability durability;
    private final Scheduler scheduler = Schedulers.boundedElastic();

    JobStore(DatabaseClient database, Optional<Durability> durability) {
        this.database = database;
        this.durability = durability.orElse(Durability.BY_COMMIT);
    }

    /** Fails with {@link org.springframework.dao.DuplicateKeyException} if there is a row of that id. */
    Mono<Void> insert(Job job) {
        return changed(database.sql("""
                        insert into jobs (id, created_at, input, state, cancel_asked, outcome)
                        values (:id, :created_at, :input, :state, false, :outcome)""")
                        .bind("id", job.id())
                        .bind("created_at", job.createdAt().toEpochMilli())
                        .bind("input", JobRows.write(job.input()))
                        .bind("state", job.state().name())
                        .bind("outcome", JobRows.write(job.outcome())))
                .then();
    }

    /** Whether the row was there to take it. */
    Mono<Boolean> accepted(String id, QueueTicket ticket) {
        return changed(database.sql("update jobs set state = 'ACCEPTED', ticket = :ticket, trouble = null"
                        + " where id = :id and state in ('SUBMITTING', 'UNKNOWN')")
                .bind("id", id)
                .bind("ticket", ticket.toJson()));
    }

    /** Takes a ticket of which nobody knows whether it is the job's; the trouble says so until the queue proves it. */
    Mono<Boolean> inDoubt(String id, QueueTicket ticket) {
        return changed(database.sql("update jobs set state = 'ACCEPTED', ticket = :ticket, trouble = :trouble"
                        + " where id = :id and state in ('SUBMITTING', 'UNKNOWN')")
                .bind("id", id)
                .bind("ticket", ticket.toJson())
                .bind("trouble", JobRows.write(Trouble.inDoubt())));
    }

    /** What keeps a running job at present. */
    Mono<Boolean> hindered(String id, Trouble trouble) {
        return changed(database.sql("update jobs set trouble = :trouble where id = :id and state = 'ACCEPTED'")
                .bind("id", id)
                .bind("trouble", JobRows.write(trouble)));
    }

    Mono<Boolean> cancelAsked(String id) {
        return changed(database.sql("update jobs set cancel_asked = true where id = :id and state = 'ACCEPTED'")
                .bind("id", id));
    }

    /** One more image. */
    Mono<Boolean> outcome(String id, Outcome outcome) {
        return changed(
                database.sql("update jobs set outcome = :outcome, trouble = null where id = :id and state = 'ACCEPTED'")
                        .bind("id", id)
                        .bind("outcome", JobRows.write(outcome)));
    }

    Mono<Boolean> done(String id, Instant now) {
        return changed(database.sql("update jobs set state = 'DONE', trouble = null, ended_at = :now"
                        + " where id = :id and state = 'ACCEPTED'")
                .bind("id", id)
                .bind("now", now.toEpochMilli()));
    }

    /** Ends a running job in a state without images. */
    Mono<Boolean> ended(String id, State state, Trouble trouble, Instant now) {
        return changed(database.sql(
                        "update jobs set state = :state, trouble = :trouble, ended_at = :now where id = :id and state in "
                                + RUNNING)
                .bind("id", id)
                .bind("state", state.name())
                .bind("trouble", JobRows.write(trouble))
                .bind("now", now.toEpochMilli()));
    }

    /** Whether it was there and had ended. */
    Mono<Boolean> removed(String id) {
        return changed(database.sql("delete from jobs where id = :id and state not in " + RUNNING)
                .bind("id", id));
    }

    Mono<Job> find(String id) {
        return rows(database.sql("select * from jobs where id = :id").bind("id", id))
                .next();
    }

    /** The newest first. */
    Flux<Job> recent(int limit) {
        return rows(database.sql("select * from jobs order by created_at desc, id limit :limit")
                .bind("limit", limit));
    }

    Flux<Job> in(State state) {
        return rows(database.sql("select * from jobs where state = :state order by created_at")
                .bind("state", state.name()));
    }

    Mono<Long> running() {
        return onElastic(database.sql("select count(*) as n from jobs where state in " + RUNNING)
                        .map(row -> JobRows.number(row, "n"))
                        .all())
                .next();
    }

    /** Jobs that ended, but for the newest ones. */
    Flux<Job> surplus(int keep) {
        return rows(database.sql("select * from jobs where state not in " + RUNNING
                        + " order by created_at desc, id offset :keep rows fetch next 50 rows only")
                .bind("keep", keep));
    }

    private Flux<Job> rows(GenericExecuteSpec statement) {
        return onElastic(statement.map(JobRows::read).all());
    }

    private Mono<Boolean> changed(GenericExecuteSpec statement) {
        Mono<Boolean> changed =
                statement.fetch().rowsUpdated().defaultIfEmpty(0L).map(rows -> rows > 0);
        return onElastic(changed.flatMap(any -> durability.secure().thenReturn(any))
                        .flux())
                .single();
    }

    private <T> Flux<T> onElastic(Flux<T> statement) {
        return statement.subscribeOn(scheduler).cancelOn(scheduler);
    }
}
