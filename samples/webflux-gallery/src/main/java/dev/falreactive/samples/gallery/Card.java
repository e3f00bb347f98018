package dev.falreactive.samples.gallery;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A job as the page sees it. Times are milliseconds since 1970; seeds are text, since a browser's numbers are too small. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Card(
        String id,
        String state,
        boolean running,
        long createdAt,
        @Nullable Long endedAt,
        Map<String, @Nullable Object> input,
        @Nullable String seed,
        List<Image> images,
        @Nullable Trouble trouble,
        boolean cancelAsked,
        @Nullable String requestId) {

    record Image(String url, String file, int width, int height, long bytes, boolean flagged) {}

    static Card of(Job job) {
        Map<String, @Nullable Object> input = new LinkedHashMap<>(job.input());
        input.computeIfPresent("seed", (name, seed) -> String.valueOf(seed));
        return new Card(
                job.id(),
                job.state().name().toLowerCase(java.util.Locale.ROOT),
                job.state().running(),
                job.createdAt().toEpochMilli(),
                job.endedAt().map(java.time.Instant::toEpochMilli).orElse(null),
                input,
                job.outcome().seed().orElse(null),
                job.outcome().pictures().stream()
                        .map(picture -> new Image(
                                "images/" + picture.file(),
                                picture.file(),
                                picture.width(),
                                picture.height(),
                                picture.bytes(),
                                picture.flagged()))
                        .toList(),
                job.trouble().orElse(null),
                job.cancelAsked(),
                job.ticket().map(ticket -> ticket.requestId()).orElse(null));
    }
}
