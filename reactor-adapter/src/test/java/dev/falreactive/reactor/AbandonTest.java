package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.Orphan;
import dev.falreactive.StopPolicy;
import dev.falreactive.protocol.HttpMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** R16 for those who deliver a ticket further, and find that nobody takes it. */
class AbandonTest {

    private final Fixture fal = new Fixture();

    @ParameterizedTest
    @CsvSource({"DETACH, 0", "CANCEL_IF_QUEUED, 1", "CANCEL, 1"})
    void theTicketIsToldThenTheStopPolicyApplies(StopPolicy policy, int cancels) {
        fal.transport.then(202, "{\"status\":\"CANCELLATION_REQUESTED\"}");
        fal.client.abandon(Fixture.TICKET, policy);
        assertThat(fal.orphans).containsExactly(new Orphan.Accepted(Fixture.TICKET));
        assertThat(fal.transport.count(HttpMethod.PUT)).isEqualTo(cancels);
    }

    @Test
    void aCancelThatFailsIsNobodysError() {
        fal.transport.then(404, "");
        fal.client.abandon(Fixture.TICKET, StopPolicy.CANCEL);
        assertThat(fal.transport.count(HttpMethod.PUT)).isEqualTo(1);
        assertThat(fal.orphans).hasSize(1);
    }
}
