package dev.falreactive.fuzz;

import dev.falreactive.CancelOutcome;
import dev.falreactive.Codec;
import dev.falreactive.Endpoint;
import dev.falreactive.FalConfig;
import dev.falreactive.FalException.SubmitOutcomeUnknown;
import dev.falreactive.JobResult;
import dev.falreactive.QueueTicket;
import dev.falreactive.RelayProfile;
import dev.falreactive.StatusUpdate;
import dev.falreactive.SubmitOptions;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.protocol.Again;
import dev.falreactive.protocol.Exchange;
import dev.falreactive.protocol.LogWindow;
import dev.falreactive.protocol.Outcome;
import dev.falreactive.protocol.QueueProtocol;
import dev.falreactive.protocol.StatusJson;
import dev.falreactive.protocol.TransportFault;
import dev.falreactive.protocol.Wire;
import dev.falreactive.protocol.WireResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every call of the queue, and what holds for its answer whatever it is. */
final class Queue {

    private static final QueueProtocol PROTOCOL = new QueueProtocol(
            FalConfig.builder().credentials(Canary.credentials()).build());
    private static final Endpoint<Map<String, @Nullable Object>, Map<String, @Nullable Object>> ANY =
            Endpoint.json(Wire.ENDPOINT.toString());

    private static final Exchange<QueueTicket> SUBMIT = PROTOCOL.submit(ANY, Map.of(), SubmitOptions.defaults());
    private static final Exchange<StatusUpdate> STATUS = PROTOCOL.status(Wire.TICKET, true);
    private static final Exchange<CancelOutcome> CANCEL = PROTOCOL.cancel(Wire.TICKET);
    private static final List<Exchange<? extends JobResult<?>>> RESULTS = List.of(
            PROTOCOL.result(ANY, Wire.TICKET, true),
            PROTOCOL.result(ANY, Wire.TICKET, false),
            PROTOCOL.result(FluxLora.TEXT_TO_IMAGE, Wire.TICKET, true),
            PROTOCOL.result(FluxLora.TEXT_TO_IMAGE, Wire.TICKET, false));

    /** What relays and proxies answer is read with more patience, and all the same without trust. */
    private static final List<QueueProtocol> OTHERS = List.of(
            relay(RelayProfile.AUTO),
            relay(RelayProfile.RESULT_ONLY),
            relay(RelayProfile.YUNWU),
            new QueueProtocol(FalConfig.builder()
                    .credentials(Canary.credentials())
                    .proxyUrl("https://proxy.example/fal")
                    .build()));

    private Queue() {}

    private static QueueProtocol relay(RelayProfile profile) {
        return new QueueProtocol(FalConfig.builder()
                .baseUrl("https://relay.example")
                .profile(profile)
                .credentials(Canary.credentials())
                .build());
    }

    private static void statusOfOthers(WireResponse answer) {
        for (QueueProtocol other : OTHERS) {
            Exchange<StatusUpdate> exchange = other.status(Wire.TICKET, true);
            hold(exchange.decode(answer));
            exchange.elsewhere().ifPresent(instead -> hold(instead.decode(answer)));
        }
    }

    private static void hold(Outcome<StatusUpdate> outcome) {
        if (outcome instanceof Outcome.Success<StatusUpdate> success) {
            hold(success.value());
        } else {
            Expect.failure((Outcome.Failure<StatusUpdate>) outcome, Optional.of(Wire.TICKET));
        }
    }

    private static void resultOfOthers(WireResponse answer) {
        for (QueueProtocol other : OTHERS) {
            var exchange = other.result(FluxLora.TEXT_TO_IMAGE, Wire.TICKET, true);
            failuresHold(exchange.decode(answer));
            exchange.elsewhere().ifPresent(instead -> failuresHold(instead.decode(answer)));
            failuresHold(other.cancel(Wire.TICKET).decode(answer));
        }
    }

    private static void failuresHold(Outcome<?> outcome) {
        if (outcome instanceof Outcome.Failure<?> failure) {
            Expect.failure(failure, Optional.of(Wire.TICKET));
        }
    }

    static Outcome<QueueTicket> submit(WireResponse answer) {
        Outcome<QueueTicket> outcome = SUBMIT.decode(answer);
        if (outcome instanceof Outcome.Success<QueueTicket> success) {
            Expect.that(isSuccess(answer), () -> "a ticket from " + answer);
            Jobs.hold(success.value());
            Canary.isNotIn(success.value().toJson() + success.value());
        } else {
            Outcome.Failure<QueueTicket> failure = (Outcome.Failure<QueueTicket>) outcome;
            Optional<QueueTicket> named = failure.error().ticket();
            Expect.failure(failure, isSuccess(answer) ? named : Optional.empty());
            named.ifPresent(Jobs::hold);
            Expect.that(
                    failure.again() instanceof Again.Never || answer.status() == 429,
                    () -> "would be sent again after " + answer);
            Expect.that(
                    failure.error() instanceof SubmitOutcomeUnknown || answer.status() >= 400 && answer.status() < 500,
                    () -> "called certain after " + answer);
        }
        return outcome;
    }

    static Outcome<StatusUpdate> status(WireResponse answer) {
        statusOfOthers(answer);
        Outcome<StatusUpdate> outcome = STATUS.decode(answer);
        if (outcome instanceof Outcome.Success<StatusUpdate> success) {
            Expect.that(isSuccess(answer), () -> "a status from " + answer);
            hold(success.value());
        } else {
            Expect.failure((Outcome.Failure<StatusUpdate>) outcome, Optional.of(Wire.TICKET));
        }
        return outcome;
    }

    /** An update is written in words that are read again, and its lines are told once. */
    static void hold(StatusUpdate update) {
        Canary.isNotIn(update.toString());
        byte[] json = Codec.map().write(update.toJson());
        StatusUpdate again = StatusJson.read(Codec.map().read(json)).orElseThrow();
        Expect.that(again.phase() == update.phase(), () -> update + " comes back as " + again);
        Expect.that(again.logs().equals(update.logs()), () -> "lines are lost: " + update.logs());
        LogWindow window = new LogWindow();
        Expect.that(window.newLinesOf(update).logs().equals(update.logs()), () -> "not all told: " + update.logs());
        Expect.that(window.newLinesOf(update).logs().isEmpty(), () -> "told twice: " + update.logs());
    }

    static List<Outcome<? extends JobResult<?>>> result(WireResponse answer) {
        resultOfOthers(answer);
        List<Outcome<? extends JobResult<?>>> outcomes = new ArrayList<>();
        for (Exchange<? extends JobResult<?>> exchange : RESULTS) {
            Outcome<? extends JobResult<?>> outcome = exchange.decode(answer);
            outcomes.add(outcome);
            if (outcome instanceof Outcome.Failure<?> failure) {
                Expect.failure(failure, Optional.of(Wire.TICKET));
            } else {
                JobResult<?> result = ((Outcome.Success<? extends JobResult<?>>) outcome).value();
                Expect.that(isSuccess(answer), () -> "a result from " + answer);
                Expect.that(result.ticket().equals(Wire.TICKET), () -> "another ticket: " + result.ticket());
                Canary.isNotIn(result.requestId());
            }
        }
        return outcomes;
    }

    static void cancel(WireResponse answer) {
        Outcome<CancelOutcome> outcome = CANCEL.decode(answer);
        if (outcome instanceof Outcome.Failure<CancelOutcome> failure) {
            Expect.failure(failure, Optional.of(Wire.TICKET));
        } else {
            Expect.that(answer.status() < 500, () -> "a server error is an outcome: " + answer);
        }
    }

    static void failed(TransportFault fault) {
        Outcome.Failure<QueueTicket> submit = SUBMIT.failed(fault);
        Expect.failure(submit, Optional.empty());
        Expect.that(
                submit.again() instanceof Again.Never
                        == (!fault.kind().isUnsent() || fault.kind() == TransportFault.Kind.CLOSED),
                () -> "after " + fault.kind() + ": " + submit.again());
        Expect.failure(STATUS.failed(fault), Optional.of(Wire.TICKET));
        Expect.failure(CANCEL.failed(fault), Optional.of(Wire.TICKET));
        RESULTS.forEach(exchange -> Expect.failure(exchange.failed(fault), Optional.of(Wire.TICKET)));
    }

    private static boolean isSuccess(WireResponse answer) {
        return answer.status() >= 200 && answer.status() < 300;
    }
}
