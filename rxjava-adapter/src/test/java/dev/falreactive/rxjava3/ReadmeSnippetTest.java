package dev.falreactive.rxjava3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.FalConfig;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import dev.falreactive.SubmitOptions;
import dev.falreactive.WatchOptions;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import dev.falreactive.fluxlora.ImageSize;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The lines that users are shown first, run as they are; only where they run is exchanged. */
class ReadmeSnippetTest {

    private final List<String> stored = new CopyOnWriteArrayList<>();

    private Completable store(String ticket) {
        return Completable.fromAction(() -> stored.add(ticket));
    }

    void tenLines(FalConfig config) {
        try (RxFalClient client = RxFalClient.create(config)) {
            RxQueue<FluxLoraRequest, FluxLoraResult> queue = client.queue(FluxLora.TEXT_TO_IMAGE);
            FluxLoraRequest request = FluxLoraRequest.builder("a tiger's eye")
                    .imageSize(ImageSize.LANDSCAPE_4_3)
                    .build();
            queue.submit(request)
                    .flatMapPublisher(queue::watch)
                    .map(StatusUpdate::phase)
                    .blockingForEach(System.out::println);
        }
    }

    Single<FluxLoraResult> submitNow(RxQueue<FluxLoraRequest, FluxLoraResult> queue, FluxLoraRequest request) {
        return queue.submitAndAwait(
                request,
                SubmitOptions.defaults(),
                WatchOptions.defaults().withDeadline(Duration.ofMinutes(10)),
                ticket -> store(ticket.toJson()));
    }

    @Test
    void theTenLinesSubmitAndWatchToTheEnd() {
        try (Local local = new Local()) {
            tenLines(Local.config(local.emulator).build());
            assertThat(local.emulator.ledger().submits()).hasSize(1);
            assertThat(local.allStatusCalls()).isPositive();
        }
    }

    @Test
    void theTicketThatWasStoredIsTheJobs() {
        try (Local local = new Local()) {
            FluxLoraResult result = submitNow(local.queue, Local.INPUT).blockingGet();
            QueueTicket ticket = QueueTicket.fromJson(stored.get(0));
            assertThat(local.queue.await(ticket).blockingGet()).isEqualTo(result);
        }
    }
}
