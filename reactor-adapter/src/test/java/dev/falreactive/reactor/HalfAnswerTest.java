package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.falreactive.FalConfig;
import dev.falreactive.FalException;
import dev.falreactive.QueueTicket;
import dev.falreactive.emulator.EmulatorConfig;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.Phase;
import dev.falreactive.fluxlora.FluxLora;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Over a real socket: a job whose acceptance was not read to its end is not lost. */
class HalfAnswerTest {

    static Stream<Fault> unreadable() {
        return Stream.of(
                // The connection breaks.
                Fault.halfReply(),
                // The time for the exchange is over.
                Fault.slowDrip(Duration.ofMillis(200)),
                // It is whole, and names no job.
                Fault.garbage());
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void R15_theErrorHoldsTheTicketThatTheHeadNames(Fault fault) {
        try (FalEmulator emulator = FalEmulator.start(EmulatorConfig.builder()
                        .port(0)
                        .queueTime(Duration.ofMillis(10))
                        .runTime(Duration.ofMillis(10))
                        .build());
                ReactorFalClient client = ReactorFalClient.create(FalConfig.builder()
                        .baseUrl(emulator.baseUrl())
                        .credentials(emulator.credentials())
                        .requestTimeout(Duration.ofSeconds(2))
                        .build())) {
            emulator.inject(Phase.SUBMIT, fault);
            var queue = client.queue(FluxLora.TEXT_TO_IMAGE);

            Throwable error = catchThrowable(() -> queue.submit(Fixture.INPUT).block());

            assertThat(error).isInstanceOf(FalException.SubmitOutcomeUnknown.class);
            QueueTicket ticket = ((FalException) error).ticket().orElseThrow();
            assertThat(Objects.requireNonNull(queue.await(ticket).block()).images())
                    .isNotEmpty();
            assertThat(emulator.ledger().submits()).hasSize(1);
        }
    }
}
