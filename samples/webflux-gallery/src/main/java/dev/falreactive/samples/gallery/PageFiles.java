package dev.falreactive.samples.gallery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The page, read once at the start, and the images from disk. */
@Configuration(proxyBeanMethods = false)
class PageFiles {

    private static final Map<String, MediaType> TYPES = Map.of(
            "html", new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8),
            "css", MediaType.parseMediaType("text/css;charset=UTF-8"),
            "js", MediaType.parseMediaType("text/javascript;charset=UTF-8"),
            "svg", MediaType.parseMediaType("image/svg+xml"));

    private record PageFile(MediaType type, byte[] bytes, String etag) {}

    @Bean
    RouterFunction<ServerResponse> pageAndImages(ImageShelf shelf) throws IOException {
        Map<String, PageFile> files = read();
        PageFile index = Objects.requireNonNull(files.get("index.html"), "index.html");
        return RouterFunctions.route()
                .GET("/", request -> answer(request, index))
                .GET("/images/{file}", request -> image(shelf, request.pathVariable("file")))
                .GET("/{file}", request -> files.containsKey(request.pathVariable("file")), request -> {
                    PageFile file = files.get(request.pathVariable("file"));
                    return answer(request, Objects.requireNonNull(file));
                })
                .build();
    }

    private static Mono<ServerResponse> answer(ServerRequest request, PageFile file) {
        // Revalidated each time: a new version of the page is seen at once.
        return request.checkNotModified(file.etag())
                .switchIfEmpty(Mono.defer(() -> ServerResponse.ok()
                        .contentType(file.type())
                        .eTag(file.etag())
                        .cacheControl(CacheControl.noCache())
                        .bodyValue(file.bytes())));
    }

    private static Mono<ServerResponse> image(ImageShelf shelf, String name) {
        return shelf.open(name)
                .flatMap(image -> ServerResponse.ok()
                        .contentType(ImageShelf.type(name))
                        .cacheControl(CacheControl.maxAge(Duration.ofDays(365))
                                .cachePrivate()
                                .immutable())
                        .bodyValue(image))
                .switchIfEmpty(Mono.defer(() -> ServerResponse.notFound().build()));
    }

    private static Map<String, PageFile> read() throws IOException {
        Map<String, PageFile> files = new LinkedHashMap<>();
        for (Resource resource : new PathMatchingResourcePatternResolver().getResources("classpath:/static/*.*")) {
            String name = Objects.requireNonNull(resource.getFilename());
            MediaType type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
            if (type != null) {
                byte[] bytes = resource.getContentAsByteArray();
                files.put(name, new PageFile(type, bytes, '"' + digest(bytes) + '"'));
            }
        }
        return files;
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
