package dev.falreactive.samples.gallery;

import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Goes on with what was there before, ahead of the first request, and closes after the last one: the web server starts later
 * and stops earlier.
 */
@Component
class Opening implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(20);

    private final JobStore store;
    private final Desk desk;
    private final Keeper keeper;
    private final Changes changes;
    private volatile boolean running;

    Opening(JobStore store, Desk desk, Keeper keeper, Changes changes) {
        this.store = store;
        this.desk = desk;
        this.keeper = keeper;
        this.changes = changes;
    }

    @Override
    public void start() {
        store.in(Job.State.SUBMITTING)
                .concatMap(job -> store.ended(job.id(), Job.State.UNKNOWN, Trouble.interrupted(), Instant.now()))
                .blockLast();
        long goesOn = store.in(Job.State.ACCEPTED)
                .doOnNext(job -> keeper.keep(job.id(), job.requireTicket()))
                .count()
                .blockOptional()
                .orElse(0L);
        if (goesOn > 0) {
            LOG.info("going on with {} jobs", goesOn);
        }
        running = true;
    }

    /** Streams to open tabs never end by themselves: the web server would wait for them. */
    @EventListener(ContextClosedEvent.class)
    void closing() {
        changes.close();
    }

    @Override
    public void stop() {
        running = false;
        desk.quiet().timeout(LAST_ANSWERS).onErrorComplete().block();
        keeper.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the web server. */
    @Override
    public int getPhase() {
        return 0;
    }
}
