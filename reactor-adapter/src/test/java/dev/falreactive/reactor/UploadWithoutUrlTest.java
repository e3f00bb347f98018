package dev.falreactive.reactor;

import dev.falreactive.InputFile;
import dev.falreactive.UploadOptions;
import dev.falreactive.UploadedFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** An input is not made of files that were not uploaded: it would be paid for, and be of no use. */
class UploadWithoutUrlTest {

    private static Mono<String> made(Mono<UploadedFile> uploads) {
        Map<String, Object> input = Map.of("image_url", new byte[] {1});
        return new InputFiles(new Storage(uploads))
                .uploaded(input, (sources, urls) -> urls.apply((InputFile) sources.get("image_url")));
    }

    @Test
    void anUploadThatEndsWithNothingIsAnError() {
        StepVerifier.create(made(Mono.empty())).verifyError(IllegalStateException.class);
    }

    @Test
    void anUploadThatFailsIsItsError() {
        StepVerifier.create(made(Mono.error(new IllegalArgumentException())))
                .verifyError(IllegalArgumentException.class);
    }

    private record Storage(Mono<UploadedFile> uploads) implements ReactorFiles {

        @Override
        public Mono<UploadedFile> upload(FileSource file, UploadOptions options) {
            return uploads;
        }

        @Override
        public Flux<Transfer<UploadedFile>> uploadWithProgress(FileSource file, UploadOptions options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Flux<ByteBuffer> download(String url, long maxBytes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Mono<Long> save(String url, Path file, long maxBytes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Flux<Transfer<Long>> saveWithProgress(String url, Path file, long maxBytes) {
            throw new UnsupportedOperationException();
        }
    }
}
