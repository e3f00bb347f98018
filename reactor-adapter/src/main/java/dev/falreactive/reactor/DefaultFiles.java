package dev.falreactive.reactor;

import dev.falreactive.FalException.Evidence;
import dev.falreactive.UploadOptions;
import dev.falreactive.UploadedFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

record DefaultFiles(Uploader uploader, Downloads downloads) implements ReactorFiles {

    @Override
    public Mono<UploadedFile> upload(FileSource file, UploadOptions options) {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(options, "options");
        return uploader.upload(file, options, Meter.silent());
    }

    @Override
    public Flux<Transfer<UploadedFile>> uploadWithProgress(FileSource file, UploadOptions options) {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(options, "options");
        return Meter.watching(meter -> uploader.upload(file, options, meter));
    }

    @Override
    public Flux<ByteBuffer> download(String url, long maxBytes) {
        Objects.requireNonNull(url, "url");
        return downloads.chunks(Evidence.none(), url, maxBytes, Meter.silent()).map(ByteBuffer::wrap);
    }

    @Override
    public Mono<Long> save(String url, Path file, long maxBytes) {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(file, "file");
        return Mono.defer(() -> downloads.save(Evidence.none(), url, file, maxBytes, Meter.silent()));
    }

    @Override
    public Flux<Transfer<Long>> saveWithProgress(String url, Path file, long maxBytes) {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(file, "file");
        return Meter.watching(meter -> downloads.save(Evidence.none(), url, file, maxBytes, meter));
    }
}
