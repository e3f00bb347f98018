package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.falreactive.FalException.Evidence;
import dev.falreactive.FalException.SubmitOutcomeUnknown;
import dev.falreactive.Orphan;
import dev.falreactive.fluxlora.FluxLora;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

/** Whoever has the log alone can go on with the job. */
@Isolated
class OrphanLogTest {

    private static List<ILoggingEvent> logged(Orphan orphan) {
        Logger logger = (Logger) LoggerFactory.getLogger(OrphanLog.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try {
            new OrphanLog().accept(orphan);
        } finally {
            logger.detachAppender(log);
        }
        return List.copyOf(log.list);
    }

    private static Orphan unknown(Evidence evidence) {
        return new Orphan.Unknown(
                new SubmitOutcomeUnknown("connection reset", FluxLora.ID, Instant.EPOCH, "0123", evidence, null));
    }

    @Test
    void anAcceptedJobIsLoggedWithItsTicket() {
        assertThat(logged(new Orphan.Accepted(Fixture.TICKET))).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.WARN);
            assertThat(event.getFormattedMessage()).contains(Fixture.TICKET.toJson());
        });
    }

    @Test
    void anUnknownOutcomeIsLoggedWithTheTicketToTry() {
        assertThat(logged(unknown(Evidence.of(Fixture.TICKET)))).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.WARN);
            assertThat(event.getFormattedMessage())
                    .contains("connection reset", "may be billed", Fixture.TICKET.toJson());
        });
    }

    @Test
    void anUnknownOutcomeWithoutOneSpeaksOfNoTicket() {
        assertThat(logged(unknown(Evidence.none())))
                .singleElement()
                .satisfies(event -> assertThat(event.getFormattedMessage())
                        .contains("connection reset", "may be billed")
                        .doesNotContain("ticket to try"));
    }
}
