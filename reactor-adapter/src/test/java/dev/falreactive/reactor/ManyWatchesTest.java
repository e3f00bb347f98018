package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.FalConfig;
import dev.falreactive.StatusUpdate;
import dev.falreactive.emulator.EmulatorConfig;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** A thousand watches need neither a thousand threads nor a thousand connections. */
class ManyWatchesTest {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final FluxLoraRequest INPUT =
            FluxLoraRequest.builder("a tiger").imageSize(16, 16).build();

    @Test
    void aThousandWatchesEndOnceEachAndTakeNoMoreThreadsThanTen() {
        EmulatorConfig settings = EmulatorConfig.builder()
                .port(0)
                .runners(1_000)
                .queueTime(Duration.ofMillis(500))
                .runTime(Duration.ofSeconds(2))
                .build();
        try (FalEmulator emulator = FalEmulator.start(settings);
                ReactorFalClient client = ReactorFalClient.create(FalConfig.builder()
                        .baseUrl(emulator.baseUrl())
                        .credentials(emulator.credentials())
                        .build())) {
            ReactorQueue<FluxLoraRequest, FluxLoraResult> queue = client.queue(FluxLora.TEXT_TO_IMAGE);
            int threadsOfTen = watch(queue, 10);
            int threadsOfThousand = watch(queue, 1_000);
            System.out.println(
                    "live threads: " + threadsOfTen + " with 10 watches, " + threadsOfThousand + " with 1000");
            assertThat(threadsOfThousand).isLessThanOrEqualTo(threadsOfTen + 2);
        }
    }

    /** The most live threads seen while so many watches ran. */
    private static int watch(ReactorQueue<FluxLoraRequest, FluxLoraResult> queue, int watches) {
        int[] threads = new int[1];
        List<Long> ends = Flux.range(0, watches)
                .flatMap(i -> queue.submit(INPUT), 50)
                .collectList()
                .flatMapMany(Flux::fromIterable)
                .flatMap(
                        ticket -> queue.watch(ticket)
                                .doOnNext(update -> threads[0] = Math.max(threads[0], THREADS.getThreadCount()))
                                .filter(StatusUpdate::isTerminal)
                                .count(),
                        watches)
                .collectList()
                .block(Duration.ofSeconds(100));
        assertThat(ends).hasSize(watches).allMatch(count -> count == 1);
        return threads[0];
    }
}
