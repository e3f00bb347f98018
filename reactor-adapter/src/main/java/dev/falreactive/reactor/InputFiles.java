package dev.falreactive.reactor;

import dev.falreactive.FalException.InvalidInput;
import dev.falreactive.InputFile;
import dev.falreactive.UploadOptions;
import dev.falreactive.Violation;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Uploads the files that an input holds before it is sent, so that it holds their URLs instead. */
final class InputFiles {

    private static final int AT_A_TIME = 2;

    /** Stands in what is made and not sent. */
    private static final String URL_TO_BE = "";

    private final ReactorFiles files;

    InputFiles(ReactorFiles files) {
        this.files = files;
    }

    /**
     * Makes what is to be sent of an input.
     *
     * @param input the input
     * @param sent makes it, with what it is told to write for a file; called once more if there was one to upload. What it
     *     throws is thrown, with nothing uploaded
     * @return what is to be sent; the files are uploaded on subscription, and if there are none it is there at once
     */
    <I, R> Mono<R> uploaded(I input, Sent<I, R> sent) {
        I sources = withSources(input);
        Map<InputFile, String> urls = new IdentityHashMap<>();
        R checked = sent.make(sources, file -> {
            if (file.isUploaded()) {
                return file.url();
            }
            urls.put(file, URL_TO_BE);
            return URL_TO_BE;
        });
        if (urls.isEmpty()) {
            return Mono.just(checked);
        }
        return Flux.fromIterable(new ArrayList<>(urls.keySet()))
                .flatMap(
                        file -> upload(file).doOnNext(url -> {
                            synchronized (urls) {
                                urls.put(file, url);
                            }
                        }),
                        AT_A_TIME)
                .then(Mono.fromSupplier(
                        () -> sent.make(sources, file -> file.isUploaded() ? file.url() : uploaded(urls, file))));
    }

    /** Never without: what is sent without its file is paid for nothing. */
    private static String uploaded(Map<InputFile, String> urls, InputFile file) {
        String url = urls.getOrDefault(file, URL_TO_BE);
        if (url.equals(URL_TO_BE)) {
            throw new IllegalStateException("a file of the input was not uploaded: " + file);
        }
        return url;
    }

    /** What is made of an input and the URLs of its files. */
    @FunctionalInterface
    interface Sent<I, R> {
        R make(I input, Function<InputFile, String> urls);
    }

    private Mono<String> upload(InputFile file) {
        return file instanceof FileSource source
                ? files.upload(source, UploadOptions.defaults())
                        .map(InputFile::url)
                        .switchIfEmpty(Mono.error(() -> new IllegalStateException("the upload ended without a URL")))
                : Mono.error(() -> new InvalidInput(
                        "A file of the input",
                        List.of(new Violation("", "type", "must be a FileSource, or have a URL"))));
    }

    /** In JSON objects: each path and each array of bytes as a file to upload. */
    @SuppressWarnings("unchecked") // a map becomes a map
    private static <I> I withSources(I input) {
        return input instanceof Map<?, ?> map && holdsPlain(map) ? (I) sourcedMap(map) : input;
    }

    private static boolean holdsPlain(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.values().stream().anyMatch(InputFiles::holdsPlain);
        }
        if (value instanceof Collection<?> list) {
            return list.stream().anyMatch(InputFiles::holdsPlain);
        }
        return value instanceof Path || value instanceof byte[] || value instanceof ByteBuffer;
    }

    private static Map<Object, @Nullable Object> sourcedMap(Map<?, ?> map) {
        Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((name, nested) -> copy.put(name, sourced(nested)));
        return copy;
    }

    private static @Nullable Object sourced(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return sourcedMap(map);
        }
        if (value instanceof Collection<?> list) {
            return list.stream().map(InputFiles::sourced).collect(Collectors.toCollection(ArrayList::new));
        }
        if (value instanceof Path path) {
            return FileSource.of(path);
        }
        if (value instanceof byte[] bytes) {
            return FileSource.of(bytes, ContentTypes.UNKNOWN);
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return FileSource.of(bytes, ContentTypes.UNKNOWN);
        }
        return value;
    }
}
