package dev.falreactive.contract;

import static dev.falreactive.contract.Bench.INPUT;
import static dev.falreactive.contract.Bench.SUBMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.FalException;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import dev.falreactive.emulator.EmulatorConfig;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.Phase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** R12 and R13: the key goes to the configured origin, and into no text. */
public interface RelayContract extends ContractHooks {

    /** Long enough not to turn up by accident. */
    String CANARY = "relay-token-canary-5f2c9d";

    @Test
    default void R12_behindARelayEveryCallStaysOnItsOriginAndPrefix() {
        EmulatorConfig relay = Bench.emulator()
                .bearer(true)
                .pathPrefix("/fal")
                .namedOrigin("https://queue.fal.run")
                .build();
        try (Bench bench = Bench.open(this, relay, config -> config.credentials(FalCredentials.bearer(CANARY)))) {
            QueueTicket ticket = bench.submit();
            Probe.all(bench.queue.watch(ticket, bench.watch));
            assertThat(Probe.one(bench.queue.result(ticket)).images()).hasSize(1);
            Probe.one(bench.queue.cancel(ticket));
            assertThat(bench.emulator.ledger().entries()).isNotEmpty().allSatisfy(entry -> {
                assertThat(entry.path()).startsWith("/fal/fal-ai/flux-lora");
                assertThat(entry.authScheme()).contains("Bearer");
            });
        }
    }

    @Test
    default void R12_aServerThatNamesAnotherHostDoesNotMoveTheKeyThere() {
        try (FalEmulator elsewhere = FalEmulator.start(Bench.emulator().build());
                Bench bench = Bench.open(
                        this, Bench.emulator().namedOrigin(elsewhere.baseUrl()).build(), config -> config)) {
            assertThat(Probe.one(bench.queue.submitAndAwait(INPUT, SUBMIT, bench.watch))
                            .images())
                    .hasSize(1);
            assertThat(elsewhere.ledger().entries()).isEmpty();
        }
    }

    @Test
    default void R12_aRedirectIsNotFollowed() {
        try (FalEmulator elsewhere = FalEmulator.start(Bench.emulator().build());
                Bench bench = Bench.open(this)) {
            QueueTicket ticket = bench.submit();
            String target = elsewhere.baseUrl() + ticket.resultPath();
            bench.strikeWatch(Fault.redirect(target), 3);
            Probe.all(bench.queue.watch(ticket, bench.watch));
            bench.emulator.inject(Phase.RESULT, Fault.redirect(target), 20);
            assertThat(catchThrowable(() -> Probe.one(bench.queue.result(ticket))))
                    .isInstanceOf(FalException.class);
            bench.emulator.inject(Phase.SUBMIT, Fault.redirect(elsewhere.baseUrl() + "/fal-ai/flux-lora"));
            assertThat(catchThrowable(bench::submit)).isInstanceOf(FalException.SubmitOutcomeUnknown.class);
            assertThat(elsewhere.ledger().entries()).isEmpty();
        }
    }

    @Test
    default void R13_theKeyIsInNoText() {
        try (Bench bench = Bench.open(this, config -> config.credentials(FalCredentials.key("id:" + CANARY)))) {
            bench.emulator.inject(
                    bench.statusPhase(),
                    Fault.respond(401, java.util.Map.of(), "{\"detail\":\"who is Key id:" + CANARY + "?\"}"));
            QueueTicket ticket = bench.submit();
            Throwable error = catchThrowable(() -> Probe.<StatusUpdate>one(bench.queue.status(ticket)));
            StringWriter texts = new StringWriter();
            error.printStackTrace(new PrintWriter(texts, true));
            texts.append(ticket.toJson()).append(ticket.toString()).append(bench.queue.toString());
            texts.append(FalConfig.builder()
                    .credentials(FalCredentials.key("id:" + CANARY))
                    .build()
                    .toString());
            assertThat(texts.toString()).contains("who is").doesNotContain(CANARY);
        }
    }

    @Test
    default void R12_aTicketOfAnotherEndpointIsRefusedAndNothingSent() {
        try (Bench bench = Bench.open(this)) {
            QueueTicket foreign =
                    QueueTicket.of(dev.falreactive.EndpointId.of("fal-ai/another"), "some-id", java.time.Instant.EPOCH);
            for (Throwable error : List.of(
                    catchThrowable(() -> Probe.<StatusUpdate>one(bench.queue.status(foreign))),
                    catchThrowable(() -> Probe.all(bench.queue.watch(foreign, bench.watch))),
                    catchThrowable(() -> Probe.one(bench.queue.result(foreign))),
                    catchThrowable(() -> Probe.one(bench.queue.cancel(foreign))))) {
                assertThat(error).isInstanceOf(FalException.InvalidInput.class);
            }
            assertThat(bench.emulator.ledger().entries()).isEmpty();
        }
    }
}
