package dev.falreactive.reactor;

import dev.falreactive.protocol.QueueProtocol;
import dev.falreactive.protocol.TransportFault;
import dev.falreactive.protocol.WireRequest;
import dev.falreactive.protocol.WireResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Sends to the backup host what no connection to its own host could be made for: both within the time of one exchange. What
 * did not leave for a reason of our own, such as too few connections, is not tried there.
 */
final class BackupHost {

    private final Transport transport;
    private final QueueProtocol protocol;
    private final Duration limit;
    private final Scheduler timer;

    BackupHost(Transport transport, QueueProtocol protocol, Duration limit, Scheduler timer) {
        this.transport = transport;
        this.protocol = protocol;
        this.limit = limit;
        this.timer = timer;
    }

    Mono<WireResponse> send(WireRequest request, int maxResponseBytes, Transport.Departure departure) {
        if (!protocol.hasBackup()) {
            return transport.send(request, maxResponseBytes, departure);
        }
        Mono<WireResponse> here = transport.send(request, maxResponseBytes, departure);
        return Mono.defer(() -> {
            long start = timer.now(TimeUnit.NANOSECONDS);
            return here.onErrorResume(BackupHost::couldNotConnect, first -> {
                Duration left = limit.minusNanos(timer.now(TimeUnit.NANOSECONDS) - start);
                Optional<WireRequest> backup =
                        left.isNegative() || left.isZero() ? Optional.empty() : protocol.onBackup(request);
                return backup.map(other -> within(left, other, maxResponseBytes, departure))
                        .orElseGet(() -> Mono.error(first))
                        // If the backup cannot be connected to either, the first failure is the one to report.
                        .onErrorMap(BackupHost::couldNotConnect, second -> first);
            });
        });
    }

    static boolean couldNotConnect(Throwable error) {
        return error instanceof TransportException e && e.fault().kind() == TransportFault.Kind.NOT_SENT;
    }

    private enum State {
        HERE,
        LEFT,
        OVER
    }

    private Mono<WireResponse> within(
            Duration left, WireRequest backup, int maxResponseBytes, Transport.Departure departure) {
        AtomicReference<State> state = new AtomicReference<>(State.HERE);
        // Once the time is over nothing leaves any more: what is said not to have been sent is not sent after all.
        Transport.Departure inTime = () -> state.compareAndSet(State.HERE, State.LEFT) && departure.leave();
        return transport
                .send(backup, maxResponseBytes, inTime)
                .timeout(left, timer)
                .onErrorMap(
                        TimeoutException.class,
                        e -> new TransportException(new TransportFault(
                                state.compareAndSet(State.HERE, State.OVER)
                                        ? TransportFault.Kind.NOT_SENT
                                        : TransportFault.Kind.NO_ANSWER,
                                backup + " at " + backup.uri().getHost()
                                        + ", the backup host: no whole answer within what was left of "
                                        + limit.toMillis() / 1000.0 + " s",
                                Instant.ofEpochMilli(timer.now(TimeUnit.MILLISECONDS)),
                                e)));
    }
}
