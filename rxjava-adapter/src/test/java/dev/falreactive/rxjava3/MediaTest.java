package dev.falreactive.rxjava3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.FalException;
import dev.falreactive.QueueTicket;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.Phase;
import dev.falreactive.fluxlora.FluxLoraResult;
import io.reactivex.rxjava3.observers.TestObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaTest {

    @TempDir
    Path out;

    private static String image(Local local, QueueTicket ticket) {
        FluxLoraResult result = local.queue.await(ticket).blockingGet();
        return result.images().get(0).url();
    }

    private long files() {
        try (Stream<Path> files = Files.list(out)) {
            return files.count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anImageIsSavedAndItsSizeTold() throws IOException {
        try (Local local = new Local()) {
            QueueTicket ticket = local.queue.submit(Local.INPUT).blockingGet();
            Path file = out.resolve("tiger.jpg");
            Long bytes = local.client
                    .media()
                    .save(ticket, image(local, ticket), file)
                    .blockingGet();
            assertThat(bytes).isEqualTo(Files.size(file)).isPositive();
            assertThat(local.emulator.ledger().media())
                    .allMatch(read -> read.authScheme().isEmpty());
        }
    }

    @Test
    void aFileBeyondTheLimitIsAnErrorAndLeavesNothing() {
        try (Local local = new Local()) {
            QueueTicket ticket = local.queue.submit(Local.INPUT).blockingGet();
            local.client
                    .media()
                    .save(ticket, image(local, ticket), out.resolve("tiger.jpg"), 10)
                    .test()
                    .awaitDone(30, TimeUnit.SECONDS)
                    .assertError(FalException.Unreadable.class);
            assertThat(files()).isZero();
        }
    }

    @Test
    void whoLeavesLeavesNothingBehind() {
        try (Local local = new Local()) {
            QueueTicket ticket = local.queue.submit(Local.INPUT).blockingGet();
            String url = image(local, ticket);
            local.emulator.inject(Phase.MEDIA, Fault.stall());
            TestObserver<Long> saving = local.client
                    .media()
                    .save(ticket, url, out.resolve("tiger.jpg"))
                    .test();
            Local.until("the read", () -> local.emulator.ledger().media().size() == 1);
            assertThat(files()).as("the part that is being written").isEqualTo(1);
            saving.dispose();
            Local.until("the part is gone", () -> files() == 0);
            saving.assertEmpty();
        }
    }
}
