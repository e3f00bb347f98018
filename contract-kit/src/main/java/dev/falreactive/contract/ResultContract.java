package dev.falreactive.contract;

import static dev.falreactive.contract.Bench.INPUT;
import static dev.falreactive.contract.Bench.SUBMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.falreactive.FalException;
import dev.falreactive.FalException.Rejected;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.JobScript;
import dev.falreactive.emulator.Phase;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** R09, R10 and R15: from a ticket to a result, here or elsewhere. */
public interface ResultContract extends ContractHooks {

    @Test
    default void theMainJobFromSubmitToResult() {
        try (Bench bench = Bench.open(this)) {
            FluxLoraResult result = Probe.one(bench.queue.submitAndAwait(INPUT, SUBMIT, bench.watch));
            assertThat(result.images()).singleElement().satisfies(image -> {
                assertThat(image.width()).hasValue(64);
                assertThat(image.contentType()).contains("image/jpeg");
            });
            assertThat(result.seed()).contains(BigInteger.valueOf(7));
            assertThat(result.prompt()).contains("a tiger");
            assertThat(bench.posts()).isEqualTo(1);
            assertThat(bench.orphans).isEmpty();
        }
    }

    @Test
    default void R15_aTicketResumesInAnotherProcess() {
        try (Bench bench = Bench.open(this)) {
            String stored = bench.submit().toJson();
            try (QueueFace elsewhere = open(
                    dev.falreactive.FalConfig.builder()
                            .baseUrl(bench.emulator.baseUrl())
                            .credentials(bench.emulator.credentials())
                            .build(),
                    orphan -> {})) {
                assertThat(Probe.one(elsewhere.await(QueueTicket.fromJson(stored), bench.watch))
                                .images())
                        .hasSize(1);
            }
            assertThat(bench.posts()).isEqualTo(1);
        }
    }

    @Test
    default void aResultBeforeTheEndIsNotReady() {
        try (Bench bench = Bench.open(this)) {
            QueueTicket ticket = bench.submitEndless();
            Throwable error = catchThrowable(() -> Probe.one(bench.queue.result(ticket)));
            assertThat(error).isInstanceOfSatisfying(Rejected.class, e -> {
                assertThat(e.reason()).isEqualTo(Rejected.Reason.NOT_READY);
                assertThat(e.ticket()).contains(ticket);
            });
            assertThat(bench.resultCalls(ticket)).hasSize(1);
        }
    }

    @Test
    default void aJobThatNobodyKnowsAnyMoreIsGone() {
        try (Bench bench = Bench.open(this)) {
            QueueTicket live = bench.submit();
            QueueTicket expired = QueueTicket.of(live.endpoint(), "expired-long-ago", live.submittedAt());
            for (Throwable error : List.of(
                    catchThrowable(() -> Probe.one(bench.queue.result(expired))),
                    catchThrowable(() -> Probe.all(bench.queue.watch(expired, bench.watch))))) {
                assertThat(error)
                        .isInstanceOfSatisfying(
                                Rejected.class, e -> assertThat(e.reason()).isEqualTo(Rejected.Reason.GONE));
            }
        }
    }

    @Test
    default void R10_aStoredFailureIsNotReadAgain() {
        try (Bench bench = Bench.open(this)) {
            QueueTicket ticket =
                    bench.submit(JobScript.steps(JobScript.completed()).withResult(503, "{\"detail\":\"GPU error\"}"));
            Throwable error = catchThrowable(() -> Probe.one(bench.queue.await(ticket, bench.watch)));
            assertThat(error).isInstanceOf(FalException.JobFailed.class).hasMessageContaining("GPU error");
            assertThat(bench.resultCalls(ticket)).hasSize(bench.byResult ? 2 : 1);
        }
    }

    @Test
    default void R10_aPageInFrontOfTheResultIsPassed() {
        try (Bench bench = Bench.open(this)) {
            QueueTicket ticket = bench.submit();
            Probe.all(bench.queue.watch(ticket, bench.watch));
            bench.emulator.inject(Phase.RESULT, Fault.edgePage(502), 2);
            bench.emulator.inject(Phase.RESULT, Fault.dropBeforeHandling());
            assertThat(Probe.one(bench.queue.result(ticket)).images()).hasSize(1);
        }
    }

    @Test
    default void invalidInputThatOnlyTheModelFindsIsAFailedJob() {
        try (Bench bench = Bench.open(this)) {
            FluxLoraRequest unchecked = INPUT.toBuilder().raw("num_images", 99).build();
            Throwable error =
                    catchThrowable(() -> Probe.one(bench.queue.submitAndAwait(unchecked, SUBMIT, bench.watch)));
            assertThat(error).isInstanceOfSatisfying(FalException.JobFailed.class, e -> {
                assertThat(e.failure().httpStatus()).hasValue(422);
                assertThat(e.failure().fieldErrors())
                        .anySatisfy(field -> assertThat(field.path()).isEqualTo("body.num_images"));
                assertThat(e.ticket()).isPresent();
            });
        }
    }

    @Test
    default void anInlineImageOfSeveralMegabytesPasses() {
        try (Bench bench = Bench.open(this)) {
            String inline = "data:image/png;base64," + "A".repeat(6_000_000);
            QueueTicket ticket = bench.submit(JobScript.steps(JobScript.completed())
                    .withResult(200, "{\"images\":[{\"url\":\"" + inline + "\"}],\"seed\":18446744073709551616}"));
            FluxLoraResult result = Probe.one(bench.queue.await(ticket, bench.watch));
            assertThat(result.images().get(0).url()).hasSize(inline.length());
            assertThat(result.seed()).contains(BigInteger.TWO.pow(64));
        }
    }

    @Test
    default void R15_everyErrorAfterASubmitCarriesTheTicket() {
        try (Bench bench = Bench.open(this)) {
            Map<String, Fault> faults = Map.of(
                    "401", Fault.respond(401, Map.of(), "{\"detail\":\"No user found for Key ID and Secret\"}"),
                    "404", Fault.respond(404, Map.of(), "{\"status\":\"NOT_FOUND\"}"),
                    "502", Fault.edgePage(502),
                    "garbage", Fault.garbage());
            faults.forEach((name, fault) -> {
                bench.strikeWatch(fault, 20);
                QueueTicket ticket = bench.submitEndless();
                for (Throwable error : List.of(
                        catchThrowable(() -> Probe.all(bench.queue.watch(ticket, bench.watch))),
                        catchThrowable(() -> Probe.<StatusUpdate>one(bench.queue.status(ticket))))) {
                    assertThat(error).as(name).isInstanceOfSatisfying(FalException.class, e -> {
                        assertThat(e.ticket()).contains(ticket);
                        assertThat(e.requestId()).isPresent();
                    });
                }
                bench.emulator.clearFaults();
            });
        }
    }
}
