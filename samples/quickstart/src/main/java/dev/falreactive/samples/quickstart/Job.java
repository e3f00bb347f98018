package dev.falreactive.samples.quickstart;

import dev.falreactive.QueueTicket;
import dev.falreactive.WatchOptions;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import dev.falreactive.fluxlora.GeneratedImage;
import dev.falreactive.reactor.ReactorFalClient;
import dev.falreactive.reactor.ReactorQueue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
        List<SavedImage> saved = new ArrayList<>();
        for (GeneratedImage image : result.images()) {
            Path file = directory.resolve(fileName(ticket, image, saved.size() + 1));
            Long bytes;
            try {
                bytes = client.media().save(ticket, image.url(), file).block();
            } catch (RuntimeException e) {
                // The job succeeded and is paid for: what it made is told before what went wrong.
                view.result(result, saved);
                throw e;
            }
            saved.add(new SavedImage(image, file, Objects.requireNonNull(bytes)));
        }
        view.result(result, saved);
    }

    /** Made of the job's id, so that resuming a ticket twice writes the same files; nothing of it is a path. */
    private static String fileName(QueueTicket ticket, GeneratedImage image, int number) {
        String id = ticket.requestId().replaceAll("[^A-Za-z0-9_-]", "");
        String type = image.contentType().orElse("").toLowerCase(Locale.ROOT);
        String url = image.url().toLowerCase(Locale.ROOT);
        boolean png =
                type.contains("png") || type.isEmpty() && (url.startsWith("data:image/png") || url.endsWith(".png"));
        return "flux-lora-" + id.substring(0, Math.min(id.length(), 40)) + "-" + number + (png ? ".png" : ".jpg");
    }
}
