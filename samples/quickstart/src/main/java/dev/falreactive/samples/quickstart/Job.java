package dev.falreactive.samples.quickstart;

import dev.falreactive.FalException;
import dev.falreactive.QueueTicket;
import dev.falreactive.WatchOptions;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import dev.falreactive.fluxlora.GeneratedImage;
import dev.falreactive.reactor.ReactorFalClient;
import dev.falreactive.reactor.ReactorQueue;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** One job from its submit to its files. Blocks: a command line has nothing else to do. */
final class Job {

    private final ReactorFalClient client;
    private final ReactorQueue<FluxLoraRequest, FluxLoraResult> queue;
    private final View view;
    private final WatchOptions watch;
    private final Path directory;

    Job(ReactorFalClient client, View view, WatchOptions watch, Path directory) {
        this.client = client;
        this.queue = client.queue(FluxLora.TEXT_TO_IMAGE);
        this.view = view;
        this.watch = watch;
        this.directory = directory;
    }

    QueueTicket submit(FluxLoraRequest request) {
        return Objects.requireNonNull(queue.submit(request).block());
    }

    void finish(QueueTicket ticket) {
        FluxLoraResult result =
                Objects.requireNonNull(queue.await(ticket, watch).block());
        // The job succeeded and is paid for: all that it made is fetched and told, and then what went wrong.
        List<SavedImage> saved = new ArrayList<>();
        List<RuntimeException> failures = new ArrayList<>();
        for (GeneratedImage image : result.images()) {
            int number = saved.size() + failures.size() + 1;
            Path file = directory.resolve(FileName.of(ticket.requestId(), image, number));
            try {
                Long bytes = client.media().save(ticket, image.url(), file).block();
                saved.add(new SavedImage(image, number, file, Objects.requireNonNull(bytes)));
            } catch (FalException | UncheckedIOException e) {
                failures.add(e);
            }
        }
        view.result(result, saved);
        for (int i = 1; i < failures.size(); i++) {
            view.error(failures.get(i));
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }
}
