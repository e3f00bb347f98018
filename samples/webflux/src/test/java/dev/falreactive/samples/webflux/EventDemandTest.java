package dev.falreactive.samples.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.QueueTicket;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.JobScript;
import dev.falreactive.emulator.LedgerEntry;
import dev.falreactive.emulator.Phase;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.protocol.HttpMethod;
import dev.falreactive.reactor.ReactorFalClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** How far the demand of a client of events reaches: to the calls that the job's status costs. */
@SampleApp
class EventDemandTest {

    /** Far more events of this size than the buffers between the emulator and the reader hold. */
    private static final int MANY = 2_000;

    private static final String LINE = "x".repeat(4 * 1024);

    @Autowired
    private FalEmulator emulator;

    @Autowired
    private ReactorFalClient fal;

    @LocalServerPort
    private int port;

    @BeforeEach
    void clear() {
        emulator.clearFaults();
        emulator.ledger().clear();
    }

    private QueueTicket submit(JobScript script) {
        emulator.nextJob(script);
        return fal.queue(FluxLora.TEXT_TO_IMAGE)
                .submit(FluxLoraRequest.builder("a tiger").build())
                .block();
    }

    private EventReader events(String root, QueueTicket ticket) {
        return new EventReader(port, root + "/" + ticket.requestId() + "/events");
    }

    private int calls(QueueTicket ticket) {
        return emulator.ledger().count(HttpMethod.GET, ticket.requestId() + "/status");
    }

    /** Lets as much happen as would happen, measured in round trips and not in time. */
    private void letThingsHappen() {
        QueueTicket other = submit(JobScript.steps(JobScript.running()));
        for (int i = 0; i < 25; i++) {
            fal.queue(FluxLora.TEXT_TO_IMAGE).status(other).block();
        }
    }

    /** Waits for what happens soon. */
    private static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("did not happen: " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/images", "/kotlin/images"})
    void aClientThatGoesAwayStopsTheCallsAtOnce(String root) {
        QueueTicket ticket = submit(JobScript.steps(JobScript.running()));
        try (EventReader gone = events(root, ticket)) {
            assertThat(gone.next()).isPresent();
            int before = calls(ticket);
            until("calls go on for a client that reads on", () -> gone.next().isPresent() && calls(ticket) > before);
            emulator.inject(Phase.STATUS, Fault.stall());
            until("a call in flight", () -> stalled().isPresent());
        }
        until("the exchange in flight is aborted", () -> stalled().orElseThrow().aborted());
        int calls = calls(ticket);
        letThingsHappen();
        assertThat(calls(ticket)).isEqualTo(calls);
        assertThat(emulator.ledger().of(Phase.CANCEL)).isEmpty();
    }

    private Optional<LedgerEntry> stalled() {
        return emulator.ledger().of(Phase.STATUS).stream()
                .filter(entry -> entry.fault().isPresent())
                .findFirst();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/images", "/kotlin/images"})
    void aClientThatStopsReadingStopsTheCallsOnceTheBuffersAreFull(String root) {
        QueueTicket ticket = submit(JobScript.steps(JobScript.running()));
        emulator.inject(
                Phase.STATUS,
                Fault.rewrite(body -> "{\"status\": \"IN_PROGRESS\", \"logs\": [{\"message\": \"" + LINE + "\"}]}"),
                Integer.MAX_VALUE);
        try (EventReader reader = events(root, ticket)) {
            assertThat(reader.next().orElseThrow()).contains(LINE);
            int calls = untilNoMoreCalls(ticket);
            assertThat(calls).isLessThan(MANY);

            emulator.clearFaults();
            emulator.steer(ticket.requestId(), JobScript.completed());
            int events = 1;
            String last = "";
            for (var event = reader.next(); event.isPresent(); event = reader.next()) {
                last = event.get();
                events++;
            }
            assertThat(last).contains("COMPLETED");
            assertThat(events).isEqualTo(calls(ticket)).isGreaterThan(calls);
        }
    }

    private int untilNoMoreCalls(QueueTicket ticket) {
        int calls = -1;
        while (calls != calls(ticket) && calls < MANY) {
            calls = calls(ticket);
            letThingsHappen();
        }
        return calls;
    }
}
