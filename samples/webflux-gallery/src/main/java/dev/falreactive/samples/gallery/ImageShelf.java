package dev.falreactive.samples.gallery;

import dev.falreactive.FalException;
import dev.falreactive.QueueTicket;
import dev.falreactive.fluxlora.FluxLoraResult;
import dev.falreactive.fluxlora.GeneratedImage;
import dev.falreactive.reactor.ReactorFalClient;
import dev.falreactive.reactor.ReactorMedia;
import dev.falreactive.samples.gallery.Job.Outcome;
import dev.falreactive.samples.gallery.Job.Picture;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The images on disk: the queue forgets them after some days. */
@Component
class ImageShelf {

    /** What a browser shows as a picture and never runs. */
    private static final Map<String, MediaType> TYPES = Map.of(
            "jpg", MediaType.IMAGE_JPEG, "png", MediaType.IMAGE_PNG, "webp", MediaType.parseMediaType("image/webp"));

    private static final Pattern FILE = Pattern.compile("[0-9a-f-]{36}-[0-9]{1,2}\\.(jpg|png|webp)");

    private final ReactorMedia media;
    private final JobStore store;
    private final Path directory;
    private final long maxBytes;
    private final int keep;

    /** An image that was not fetched. Says nothing of its job, which has made it. */
    static final class NotFetched extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String url;
        private final FalException reason;

        NotFetched(String url, FalException reason) {
            super("an image was not fetched: " + reason.getMessage(), reason);
            this.url = url;
            this.reason = reason;
        }

        String url() {
            return url;
        }

        FalException reason() {
            return reason;
        }

        /** Whether its server does not hand it out, which it may do later: not all of them know at once what is new. */
        boolean isRefused() {
            return reason instanceof FalException.Rejected;
        }

        /** Whether a bad line was in the way. */
        boolean isPassing() {
            return reason instanceof FalException.Unreachable;
        }
    }

    ImageShelf(ReactorFalClient fal, JobStore store, GalleryProperties gallery) throws IOException {
        this.media = fal.media();
        this.store = store;
        this.directory = Files.createDirectories(gallery.directory().resolve("images"));
        this.maxBytes = gallery.maxImage().toBytes();
        this.keep = gallery.keep();
    }

    /** Saves one image after the other, but for those that were saved before; brings what is saved so far. */
    Flux<Outcome> save(Job job, QueueTicket ticket, FluxLoraResult result) {
        List<GeneratedImage> images = result.images();
        Optional<String> seed = result.seed().map(BigInteger::toString);
        int saved = job.outcome().pictures().size();
        return Flux.range(saved, Math.max(0, images.size() - saved))
                .concatMap(index -> saveOne(job, ticket, result, index), 1)
                .scan(job.outcome(), (outcome, picture) -> outcome.with(seed, picture))
                .skip(1);
    }

    private Mono<Picture> saveOne(Job job, QueueTicket ticket, FluxLoraResult result, int index) {
        GeneratedImage image = result.images().get(index);
        String file = job.id() + "-" + (index + 1) + "." + extension(job, image);
        boolean flagged = result.hasNsfwConcepts().size() > index
                && result.hasNsfwConcepts().get(index);
        return media.save(ticket, image.url(), directory.resolve(file), maxBytes)
                .onErrorMap(FalException.class, error -> new NotFetched(image.url(), error))
                .map(bytes -> new Picture(
                        file, image.width().orElse(0), image.height().orElse(0), bytes, flagged));
    }

    private static String extension(Job job, GeneratedImage image) {
        String asked = "png".equals(job.input().get("output_format")) ? "png" : "jpg";
        return image.contentType()
                .flatMap(type -> TYPES.entrySet().stream()
                        .filter(entry -> entry.getValue().toString().equalsIgnoreCase(type))
                        .map(Map.Entry::getKey)
                        .findFirst())
                .orElse(asked);
    }

    /** An image by its name; empty if there is none. */
    Mono<Resource> open(String file) {
        if (!FILE.matcher(file).matches()) {
            return Mono.empty();
        }
        return Mono.fromCallable(() -> new FileSystemResource(directory.resolve(file)))
                .filter(Resource::exists)
                .<Resource>map(resource -> resource)
                .subscribeOn(Schedulers.boundedElastic());
    }

    static MediaType type(String file) {
        return TYPES.getOrDefault(file.substring(file.lastIndexOf('.') + 1), MediaType.APPLICATION_OCTET_STREAM);
    }

    /** The jobs that there is no more room for. */
    Flux<Job> surplus() {
        return store.surplus(keep);
    }

    Mono<Void> discard(Job job) {
        return Mono.<Void>fromCallable(() -> {
                    for (Picture picture : job.outcome().pictures()) {
                        Files.deleteIfExists(directory.resolve(picture.file()));
                    }
                    return null;
                })
                .subscribeOn(Schedulers.boundedElastic());
    }
}
