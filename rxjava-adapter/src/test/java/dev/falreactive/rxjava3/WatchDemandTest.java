package dev.falreactive.rxjava3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What operators do to demand, in status calls: the numbers that the package's documentation gives. */
class WatchDemandTest {

    /** An operator, the calls that it makes of no demand, and those of a reader that takes one and stalls. */
    enum Operator {
        NONE(watch -> watch, 0, 1),
        MAP(watch -> watch.map(update -> update), 0, 1),
        FILTER(watch -> watch.filter(update -> true), 0, 1),
        TAKE(watch -> watch.take(2), 0, 1),
        TAKE_UNTIL(watch -> watch.takeUntil(StatusUpdate::isTerminal), 0, 1),
        TIMEOUT(watch -> watch.timeout(1, TimeUnit.HOURS), 0, 1),
        SUBSCRIBE_ON(watch -> watch.subscribeOn(Schedulers.single()), 0, 1),
        DELAY_OF_NOTHING(watch -> watch.delay(0, TimeUnit.SECONDS, Schedulers.single()), 0, 1),

        OBSERVE_ON(watch -> watch.observeOn(Schedulers.single()), 128, 128),
        OBSERVE_ON_OF_ONE(watch -> watch.observeOn(Schedulers.single(), false, 1), 1, 2),
        REBATCH_THEN_OBSERVE_ON(watch -> watch.rebatchRequests(1).observeOn(Schedulers.single()), 1, 2),
        OBSERVE_ON_THEN_REBATCH(watch -> watch.observeOn(Schedulers.single()).rebatchRequests(1), 128, 128),
        FLAT_MAP(watch -> watch.flatMap(WatchDemandTest::endless), 128, 128),
        FLAT_MAP_OF_ONE(watch -> watch.flatMap(WatchDemandTest::endless, 1), 1, 1),
        CONCAT_MAP(watch -> watch.concatMap(WatchDemandTest::endless), 2, 2),
        PUBLISH(watch -> watch.publish().refCount(), 128, 128);

        private final UnaryOperator<Flowable<StatusUpdate>> operator;
        private final int withoutDemand;
        private final int ofOne;

        Operator(UnaryOperator<Flowable<StatusUpdate>> operator, int withoutDemand, int ofOne) {
            this.operator = operator;
            this.withoutDemand = withoutDemand;
            this.ofOne = ofOne;
        }
    }

    private static Flowable<StatusUpdate> endless(StatusUpdate update) {
        return Flowable.just(update).concatWith(Flowable.never());
    }

    @ParameterizedTest
    @EnumSource
    void R03_takeOneThenStall(Operator which) {
        try (Local local = new Local()) {
            QueueTicket ticket = local.submitEndless();
            TestSubscriber<StatusUpdate> reader = new TestSubscriber<>(0);
            which.operator.apply(local.queue.watch(ticket, Local.EAGER)).subscribe(reader);
            exactly(which.withoutDemand, local, ticket);
            reader.request(1);
            reader.awaitCount(1);
            exactly(which.ofOne, local, ticket);
            reader.assertValueCount(1).assertNotComplete();
            reader.cancel();
        }
    }

    private static void exactly(int calls, Local local, QueueTicket ticket) {
        Local.until(calls + " calls", () -> local.statusCalls(ticket) >= calls);
        local.letThingsHappen();
        assertThat(local.statusCalls(ticket)).isEqualTo(calls);
    }

    @Test
    void R03_behindObserveOnOfOneASlowSubscriberOfAllCausesNoCallWhileItIsBusy() {
        Semaphore done = new Semaphore(0);
        try (Local local = new Local()) {
            QueueTicket ticket = local.submitEndless();
            AtomicInteger seen = new AtomicInteger();
            var reading = local.queue
                    .watch(ticket, Local.EAGER)
                    .observeOn(Schedulers.io(), false, 1)
                    .subscribe(update -> {
                        seen.incrementAndGet();
                        done.acquireUninterruptibly();
                    });
            for (int updates = 1; updates <= 3; updates++) {
                int now = updates;
                Local.until("update " + now, () -> seen.get() == now);
                exactly(now, local, ticket);
                done.release();
            }
            reading.dispose();
            done.release();
        }
    }

    @Test
    void R04_withEndlessDemandTheCallsGoOnOneAfterTheOther() {
        try (Local local = new Local()) {
            QueueTicket ticket = local.submitEndless();
            local.queue
                    .watch(ticket, Local.EAGER)
                    .take(50)
                    .test()
                    .awaitDone(30, TimeUnit.SECONDS)
                    .assertValueCount(50);
            assertThat(local.statusCalls(ticket)).isEqualTo(50);
        }
    }
}
