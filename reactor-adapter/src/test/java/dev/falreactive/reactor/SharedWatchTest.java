package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.FalException;
import dev.falreactive.LogLine;
import dev.falreactive.StatusUpdate;
import dev.falreactive.StatusUpdate.Phase;
import dev.falreactive.StopPolicy;
import dev.falreactive.WatchOptions;
import dev.falreactive.protocol.HttpMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/** Many readers, one loop. */
class SharedWatchTest {

    private static final WatchOptions CANCEL = WatchOptions.defaults().withOnStop(StopPolicy.CANCEL);

    private final Fixture fal = new Fixture();

    /** A reader that asks when it is told to. */
    private static final class Reader extends BaseSubscriber<StatusUpdate> {

        final List<StatusUpdate> seen = new ArrayList<>();
        final List<Throwable> errors = new ArrayList<>();
        boolean completed;
        private final long first;

        Reader(long first) {
            this.first = first;
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            if (first > 0) {
                request(first);
            }
        }

        @Override
        protected void hookOnNext(StatusUpdate update) {
            seen.add(update);
        }

        @Override
        protected void hookOnError(Throwable error) {
            errors.add(error);
        }

        @Override
        protected void hookOnComplete() {
            completed = true;
        }

        List<Phase> phases() {
            return seen.stream().map(StatusUpdate::phase).toList();
        }

        List<String> lines() {
            return seen.stream()
                    .flatMap(update -> update.logs().stream())
                    .map(LogLine::message)
                    .toList();
        }
    }

    private Reader join(WatchOptions options, long first) {
        Reader reader = new Reader(first);
        fal.queue.watchShared(Fixture.TICKET, options).subscribe(reader);
        return reader;
    }

    private static String running(String... lines) {
        List<String> logs = new ArrayList<>();
        for (String line : lines) {
            logs.add("{\"message\":\"" + line + "\",\"timestamp\":\"" + line + "\"}");
        }
        return "{\"status\":\"IN_PROGRESS\",\"logs\":" + logs + "}";
    }

    @Test
    void twoHundredReadersCostOneCallAtATimeAndAllSeeTheEnd() {
        fal.transport
                .thenAfter(Duration.ofMillis(50), 202, Fixture.QUEUED)
                .thenAfter(Duration.ofMillis(50), 202, Fixture.RUNNING)
                .thenAfter(Duration.ofMillis(50), 200, Fixture.COMPLETED);
        List<Reader> readers = IntStream.range(0, 200)
                .mapToObj(i -> join(WatchOptions.defaults(), Long.MAX_VALUE))
                .toList();
        fal.pass(Duration.ofMinutes(1));
        assertThat(fal.transport.sent).hasSize(3);
        assertThat(fal.transport.mostInFlight).isEqualTo(1);
        assertThat(readers).allSatisfy(reader -> {
            assertThat(reader.phases()).containsExactly(Phase.IN_QUEUE, Phase.IN_PROGRESS, Phase.COMPLETED);
            assertThat(reader.completed).isTrue();
        });
    }

    @Test
    void aWatchThatIsNotSharedIsNot() {
        fal.transport.then(202, Fixture.RUNNING);
        fal.queue.watch(Fixture.TICKET).subscribe();
        fal.queue.watch(Fixture.TICKET).subscribe();
        assertThat(fal.transport.sent).hasSize(2);
    }

    @Test
    void whoComesLateIsToldTheLatestStateAtOnceWithTheLinesSoFar() {
        fal.transport.then(202, running("a")).then(202, running("a", "b"));
        join(WatchOptions.defaults().withLogs(true), Long.MAX_VALUE);
        fal.pass(Duration.ofMillis(800));
        Reader late = join(WatchOptions.defaults(), 1);
        assertThat(late.phases()).containsExactly(Phase.IN_PROGRESS);
        assertThat(late.lines()).containsExactly("a", "b");
        assertThat(fal.transport.sent).hasSize(2);
    }

    @Test
    void theSlowestHoldsBackNobodyAndMissesNoLine() {
        fal.transport
                .then(202, running("a"))
                .then(202, running("b"))
                .then(202, running("c"))
                .then(200, Fixture.COMPLETED);
        WatchOptions logs = WatchOptions.defaults().withLogs(true);
        Reader slow = join(logs, 1);
        Reader fast = join(logs, Long.MAX_VALUE);
        fal.pass(Duration.ofMinutes(1));
        assertThat(fast.completed).isTrue();
        assertThat(fast.seen).hasSize(4);
        assertThat(slow.lines()).containsExactly("a");
        assertThat(slow.completed).isFalse();
        slow.request(1);
        assertThat(slow.phases()).containsExactly(Phase.IN_PROGRESS, Phase.COMPLETED);
        assertThat(slow.lines()).containsExactly("a", "b", "c");
        assertThat(slow.completed).isTrue();
    }

    @Test
    void R03_whenAllOfThemStallNoCallIsMade() {
        fal.transport.then(202, Fixture.RUNNING);
        join(WatchOptions.defaults(), 0);
        fal.pass(Duration.ofMinutes(1));
        assertThat(fal.transport.sent).isEmpty();
        Reader one = join(WatchOptions.defaults(), 1);
        Reader other = join(WatchOptions.defaults(), 1);
        fal.pass(Duration.ofMinutes(1));
        assertThat(fal.transport.sent).hasSize(1);
        assertThat(one.seen).hasSize(1);
        assertThat(other.seen).hasSize(1);
    }

    @Test
    void theLastOneOutAppliesTheStopPolicyOnce() {
        fal.transport.then(202, Fixture.RUNNING);
        List<Reader> readers = IntStream.range(0, 200)
                .mapToObj(i -> join(CANCEL, Long.MAX_VALUE))
                .toList();
        fal.pass(Duration.ofSeconds(2));
        readers.subList(0, 199).forEach(BaseSubscriber::cancel);
        fal.pass(Duration.ofSeconds(2));
        assertThat(fal.transport.count(HttpMethod.PUT)).isZero();
        readers.get(199).cancel();
        readers.get(199).cancel();
        long calls = fal.transport.sent.size();
        assertThat(fal.transport.count(HttpMethod.PUT)).isEqualTo(1);
        fal.pass(Duration.ofHours(1));
        assertThat(fal.transport.sent).hasSize((int) calls);
    }

    @Test
    void afterTheLastOneHasLeftTheNextOneStartsAnew() {
        fal.transport.then(202, Fixture.RUNNING);
        join(WatchOptions.defaults(), 1).cancel();
        Reader next = join(WatchOptions.defaults(), 1);
        assertThat(next.seen).hasSize(1);
        assertThat(fal.transport.sent).hasSize(2);
    }

    @Test
    void anErrorReachesAllAndEndsTheLoop() {
        fal.transport.then(202, Fixture.RUNNING).then(404, "{\"status\":\"NOT_FOUND\"}");
        Reader one = join(WatchOptions.defaults(), Long.MAX_VALUE);
        Reader other = join(WatchOptions.defaults(), 1);
        fal.pass(Duration.ofSeconds(1));
        assertThat(one.errors).singleElement().isInstanceOf(FalException.Rejected.class);
        assertThat(other.errors).singleElement().isInstanceOf(FalException.Rejected.class);
        assertThat(other.seen).hasSize(1);
    }

    @Test
    void whatComesWhileAReaderIsBeingSubscribedIsDeliveredBehindIt() {
        fal.transport.then(202, Fixture.QUEUED).then(202, Fixture.RUNNING).then(404, "{\"status\":\"NOT_FOUND\"}");
        join(WatchOptions.defaults(), Long.MAX_VALUE);
        List<String> signals = new ArrayList<>();
        fal.queue.watchShared(Fixture.TICKET).subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                request(Long.MAX_VALUE);
                fal.pass(Duration.ofSeconds(5));
                signals.add("subscribed");
            }

            @Override
            protected void hookOnNext(StatusUpdate update) {
                signals.add(update.phase().name());
            }

            @Override
            protected void hookOnError(Throwable error) {
                signals.add(error.getClass().getSimpleName());
            }
        });
        assertThat(signals).containsExactly("subscribed", "IN_PROGRESS", "Rejected");
    }

    @Test
    void aReaderThatLeavesWhileItIsToldDisturbsNobody() {
        fal.transport.then(202, Fixture.RUNNING).then(200, Fixture.COMPLETED);
        List<StatusUpdate> seen = new ArrayList<>();
        fal.queue.watchShared(Fixture.TICKET).take(1).subscribe(seen::add);
        Reader stays = join(WatchOptions.defaults(), Long.MAX_VALUE);
        fal.pass(Duration.ofMinutes(1));
        assertThat(seen).hasSize(1);
        assertThat(stays.completed).isTrue();
    }
}
