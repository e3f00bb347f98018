package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Hooks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

/** One task of the timer's for all who wait. */
class TimersTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final Timers timers = new Timers(time);
    private final List<Long> rang = new ArrayList<>();
    private final List<Throwable> dropped = new ArrayList<>();

    private final class Bell extends Timers.Alarm {
        @Override
        void ring() {
            rang.add(time.now(TimeUnit.MILLISECONDS));
        }
    }

    private Bell set(long millis) {
        Bell bell = new Bell();
        timers.set(bell, Duration.ofMillis(millis));
        return bell;
    }

    @Test
    void eachRingsAtItsTimeInWhateverOrderTheyAreSet() {
        List<Long> expected = new ArrayList<>();
        Random random = new Random(5);
        for (int i = 0; i < 500; i++) {
            long millis = random.nextInt(10_000);
            expected.add(millis);
            set(millis);
        }
        time.advanceTimeBy(Duration.ofSeconds(10));
        assertThat(rang).isEqualTo(expected.stream().sorted().toList());
        assertThat(timers.size()).isZero();
    }

    @Test
    void noneRingsBeforeItsTime() {
        set(100);
        time.advanceTimeBy(Duration.ofMillis(99));
        assertThat(rang).isEmpty();
    }

    @Test
    void oneThatIsStoppedDoesNotRingAndTheOthersDo() {
        List<Bell> bells = new ArrayList<>();
        for (int i = 1; i <= 300; i++) {
            bells.add(set(i));
        }
        for (int i = 0; i < 300; i += 2) {
            timers.stop(bells.get(i));
        }
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(rang).hasSize(150).allMatch(at -> at % 2 == 0);
    }

    @Test
    void whoIsSetAgainRingsAtTheLatterTimeAlone() {
        Bell bell = set(100);
        timers.set(bell, Duration.ofMillis(300));
        set(200);
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(rang).containsExactly(200L, 300L);
    }

    @Test
    void whenNobodyWaitsTheTimerHasNothingToDo() {
        Bell one = set(100);
        Bell other = set(200);
        assertThat(time.getScheduledTaskCount()).isEqualTo(1);
        timers.stop(one);
        timers.stop(other);
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(rang).isEmpty();
        assertThat(timers.size()).isZero();
    }

    @Test
    void aPauseLongerThanAnyClockDoesNotOverflow() {
        timers.set(new Bell(), Duration.ofSeconds(Long.MAX_VALUE));
        set(5);
        time.advanceTimeBy(Duration.ofDays(1000));
        assertThat(rang).containsExactly(5L);
        assertThat(timers.size()).isEqualTo(1);
    }

    @Test
    void whoRingsMaySetTheNext() {
        Timers.Alarm again = new Timers.Alarm() {
            @Override
            void ring() {
                rang.add(time.now(TimeUnit.MILLISECONDS));
                if (rang.size() < 3) {
                    timers.set(this, Duration.ofMillis(10));
                }
            }
        };
        timers.set(again, Duration.ofMillis(10));
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(rang).containsExactly(10L, 20L, 30L);
    }

    @Test
    void aThousandOnTheRealTimerAllRing() throws InterruptedException {
        Timers real = new Timers(Schedulers.parallel());
        CountDownLatch left = new CountDownLatch(1000);
        for (int i = 0; i < 1000; i++) {
            Timers.Alarm alarm = new Timers.Alarm() {
                @Override
                void ring() {
                    left.countDown();
                }
            };
            real.set(alarm, Duration.ofMillis(i % 50));
        }
        assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(real.size()).isZero();
    }

    @Test
    void oneThatThrowsStopsNoOther() {
        Hooks.onErrorDropped(dropped::add);
        try {
            set(10);
            timers.set(
                    new Timers.Alarm() {
                        @Override
                        void ring() {
                            throw new IllegalStateException("a subscriber's");
                        }
                    },
                    Duration.ofMillis(10));
            set(10);
            set(20);
            time.advanceTimeBy(Duration.ofMillis(20));
        } finally {
            Hooks.resetOnErrorDropped();
        }
        assertThat(rang).containsExactly(10L, 10L, 20L);
        assertThat(dropped).singleElement().asString().contains("a subscriber's");
    }

    /** To dispose of it would interrupt what it calls. */
    @Test
    void aTaskThatRingsAtOnceIsNotDisposedOf() {
        AtomicInteger disposed = new AtomicInteger();
        AtomicInteger calls = new AtomicInteger();
        Timers eager = new Timers(new EagerTimer(time, disposed::incrementAndGet));
        eager.set(
                new Timers.Alarm() {
                    @Override
                    void ring() {
                        calls.incrementAndGet();
                    }
                },
                Duration.ZERO);
        assertThat(calls).hasValue(1);
        assertThat(disposed).hasValue(0);
    }

    /** Runs each task before {@code schedule} comes back, as another thread may. */
    private record EagerTimer(Scheduler clock, Runnable onDispose) implements Scheduler {

        @Override
        public Disposable schedule(Runnable task) {
            task.run();
            return onDispose::run;
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            return schedule(task);
        }

        @Override
        public long now(TimeUnit unit) {
            return clock.now(unit);
        }

        @Override
        public Worker createWorker() {
            throw new UnsupportedOperationException();
        }
    }
}
