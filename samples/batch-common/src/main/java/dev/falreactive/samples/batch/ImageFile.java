package dev.falreactive.samples.batch;

import dev.falreactive.fluxlora.FluxLoraResult;
import dev.falreactive.fluxlora.GeneratedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Where an image goes.
 *
 * @param url where it is
 * @param path the file to save it as: the number of the prompt's line, and the image's among those of its job
 */
public record ImageFile(String url, Path path) {

    static List<ImageFile> of(BatchJob job, FluxLoraResult result, Path directory) {
        List<GeneratedImage> images = result.images();
        return IntStream.range(0, images.size())
                .mapToObj(i ->
                        new ImageFile(images.get(i).url(), directory.resolve(name(job.line(), i + 1, images.get(i)))))
                .toList();
    }

    private static String name(int line, int number, GeneratedImage image) {
        String type = image.contentType().orElse("").toLowerCase(Locale.ROOT);
        return String.format(Locale.ROOT, "%03d-%d.%s", line, number, type.contains("png") ? "png" : "jpg");
    }
}
