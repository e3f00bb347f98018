package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.FalException;
import dev.falreactive.Orphan;
import dev.falreactive.QueueTicket;
import dev.falreactive.RetryPolicy;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.protocol.TransportFault;
import dev.falreactive.protocol.TransportFault.Kind;
import dev.falreactive.protocol.WireHeaders;
import dev.falreactive.protocol.WireRequest;
import dev.falreactive.protocol.WireResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The backup host is for what could not be connected to, and costs no further time. */
class BackupHostTest {

    private static final String FAL = "queue.fal.run";
    private static final String BACKUP = "queue.falrun.com";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final List<String> asked = new ArrayList<>();
    private final List<Orphan> orphans = new ArrayList<>();

    /** What a host does with a request that is about to leave. */
    private interface Host {
        Mono<WireResponse> take(String host, Transport.Departure departure);
    }

    private Transport transport(Host hosts) {
        return new Transport() {
            @Override
            public Mono<WireResponse> send(WireRequest request, int maxResponseBytes, Departure departure) {
                return Mono.defer(() -> {
                    asked.add(request.uri().getHost());
                    return hosts.take(request.uri().getHost(), departure);
                });
            }

            @Override
            public <T> Flux<T> open(WireRequest request, MediaSource.Reader<T> reader) {
                return Flux.error(new IllegalStateException("no streams here"));
            }

            @Override
            public Mono<Void> close() {
                return Mono.empty();
            }
        };
    }

    private static final Mono<WireResponse> REFUSED = Mono.error(fault(Kind.NOT_SENT));

    private static TransportException fault(Kind kind) {
        return new TransportException(
                new TransportFault(kind, "scripted " + kind, Instant.EPOCH, new IOException("scripted")));
    }

    private static Mono<WireResponse> answer(Transport.Departure departure, String body) {
        assertThat(departure.leave()).isTrue();
        return Mono.just(
                new WireResponse(200, WireHeaders.of(Map.of()), body.getBytes(StandardCharsets.UTF_8), Instant.EPOCH));
    }

    private ReactorFalClient client(Transport transport, FalConfig.Builder config) {
        FalConfig built = config.credentials(FalCredentials.key("id:secret"))
                .requestTimeout(LIMIT)
                .retryPolicy(RetryPolicy.DEFAULT.withMaxFailures(1))
                .build();
        return new DefaultFalClient(
                built,
                transport,
                new NoFiles(),
                new DefaultWebhooks(built, new ScriptedKeys(), time),
                time,
                orphans::add,
                () -> 0.5);
    }

    private static Mono<WireResponse> silence(Transport.Departure departure) {
        assertThat(departure.leave()).isTrue();
        return Mono.never();
    }

    private Mono<QueueTicket> submit(Host hosts) {
        return client(transport(hosts), FalConfig.builder())
                .queue(FluxLora.TEXT_TO_IMAGE)
                .submit(Fixture.INPUT);
    }

    private static Throwable errorOf(Mono<?> call, Runnable meanwhile) {
        AtomicReference<Throwable> error = new AtomicReference<>();
        call.subscribe(value -> {}, error::set);
        meanwhile.run();
        return error.get();
    }

    @Test
    void whatCannotBeConnectedToGoesToTheBackup() {
        assertThat(submit((host, departure) -> host.equals(FAL) ? REFUSED : answer(departure, Fixture.SUBMITTED))
                        .block())
                .isEqualTo(Fixture.TICKET);
        assertThat(asked).containsExactly(FAL, BACKUP);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOT_SENT")
    void whatFailedForAnotherReasonDoesNot(Kind kind) {
        Throwable submitted = errorOf(submit((host, departure) -> Mono.error(fault(kind))), () -> {});
        assertThat(submitted)
                .isInstanceOf(
                        kind.isUnsent() ? FalException.Unreachable.class : FalException.SubmitOutcomeUnknown.class)
                .hasMessageContaining("scripted " + kind);
        Throwable status = errorOf(
                client(transport((host, departure) -> Mono.error(fault(kind))), FalConfig.builder())
                        .queue(FluxLora.TEXT_TO_IMAGE)
                        .status(Fixture.TICKET),
                () -> {});
        assertThat(status).isInstanceOf(FalException.class).hasMessageContaining("scripted " + kind);
        assertThat(asked).containsExactly(FAL, FAL);
    }

    @Test
    void ifTheBackupCannotBeConnectedToEitherTheFirstFailureIsTold() {
        assertThat(errorOf(submit((host, departure) -> REFUSED), () -> {}))
                .isInstanceOf(FalException.Unreachable.class);
        assertThat(asked).containsExactly(FAL, BACKUP);
    }

    @Test
    void theBackupHasWhatIsLeftOfTheTimeAndAnUnansweredSubmitIsUnknown() {
        Mono<QueueTicket> submit = submit((host, departure) ->
                host.equals(FAL) ? Mono.delay(Duration.ofSeconds(20), time).then(REFUSED) : silence(departure));
        AtomicReference<Throwable> error = new AtomicReference<>();
        submit.subscribe(value -> {}, error::set);
        time.advanceTimeBy(Duration.ofSeconds(20));
        assertThat(asked).containsExactly(FAL, BACKUP);
        time.advanceTimeBy(Duration.ofMillis(9_999));
        assertThat(error.get()).isNull();
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(error.get())
                .isInstanceOf(FalException.SubmitOutcomeUnknown.class)
                .hasMessageContaining("the backup host");
    }

    @Test
    void whatHasNotLeftWhenTheTimeIsOverDoesNotLeaveAfterwards() {
        AtomicReference<Transport.Departure> late = new AtomicReference<>();
        Throwable error = errorOf(
                submit((host, departure) -> {
                    if (host.equals(FAL)) {
                        return REFUSED;
                    }
                    late.set(departure);
                    return Mono.never();
                }),
                () -> time.advanceTimeBy(LIMIT));
        assertThat(error).isInstanceOf(FalException.Unreachable.class);
        assertThat(late.get().leave()).isFalse();
    }

    @Test
    void whenTheTimeIsOverTheBackupIsNotTried() {
        Throwable error = errorOf(
                submit((host, departure) -> Mono.delay(LIMIT, time).then(REFUSED)), () -> time.advanceTimeBy(LIMIT));
        assertThat(error).isInstanceOf(FalException.Unreachable.class);
        assertThat(asked).containsExactly(FAL);
    }

    @Test
    void aCallThatHasNoBackupFailsAndIsNotSilent() {
        FalConfig.Builder proxied = FalConfig.builder().proxyUrl("https://app.example/proxy");
        Throwable error = errorOf(
                client(transport((host, departure) -> REFUSED), proxied)
                        .queue(FluxLora.TEXT_TO_IMAGE)
                        .submit(Fixture.INPUT),
                () -> {});
        assertThat(error).isInstanceOf(FalException.Unreachable.class);
        assertThat(asked).hasSize(1);
    }
}
