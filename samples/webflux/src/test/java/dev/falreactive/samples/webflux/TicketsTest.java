package dev.falreactive.samples.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.QueueTicket;
import dev.falreactive.fluxlora.FluxLora;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TicketsTest {

    @Test
    void anIdDoesNotSayWhenItsJobWasSubmitted() {
        QueueTicket rebuilt = Tickets.of("some-id");

        assertThat(rebuilt.requestId()).isEqualTo("some-id");
        assertThat(rebuilt.submittedAt()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void aWholeTicketIsTakenAsItIs() {
        QueueTicket ticket = QueueTicket.of(FluxLora.ID, "some-id", Instant.parse("2026-05-04T03:02:01Z"));

        assertThat(Tickets.of(ticket.toJson())).isEqualTo(ticket);
    }
}
