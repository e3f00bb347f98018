package dev.falreactive.reactor;

import dev.falreactive.UploadOptions;
import dev.falreactive.UploadedFile;
import dev.falreactive.protocol.Exchange;
import dev.falreactive.protocol.StorageProtocol;
import dev.falreactive.protocol.UploadTarget;
import dev.falreactive.protocol.UploadedPart;
import java.util.Arrays;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Uploads one file: as a whole, or in parts, several at a time, each sent again by itself. */
final class Uploader {

    private final StorageProtocol storage;
    private final Exchanges exchanges;
    private final FilePort port;

    Uploader(StorageProtocol storage, Exchanges exchanges, FilePort port) {
        this.storage = storage;
        this.exchanges = exchanges;
        this.port = port;
    }

    Mono<UploadedFile> upload(FileSource file, UploadOptions options, Meter meter) {
        return Mono.defer(() -> {
            FileSource.Content content = file.content();
            if (content instanceof FileSource.OnDisk onDisk) {
                return DiskFile.at(onDisk.path())
                        .flatMap(disk -> upload(file, options, meter, disk.bytes(), disk::read)
                                .flatMap(done -> disk.unchanged().thenReturn(done)));
            }
            if (content instanceof FileSource.InMemory inMemory) {
                byte[] bytes = inMemory.bytes();
                return upload(file, options, meter, bytes.length, (from, length) -> chunks(bytes, from, length));
            }
            FileSource.Published published = (FileSource.Published) content;
            published.length().ifPresent(meter::expect);
            return PartCutter.cut(published.bytes(), published.length(), StorageProtocol.PART_BYTES)
                    .switchOnFirst((first, parts) -> {
                        Part part = first.get();
                        if (part == null) {
                            return parts.concatMap(none -> Mono.empty());
                        }
                        // One part is sent as a whole: it is in memory anyway.
                        return part.last()
                                ? parts.concatMap(only -> whole(file, options, meter, only))
                                : inParts(file, options, meter, parts);
                    })
                    .single();
        });
    }

    /** Reads a range of a file, as often as it is asked. */
    private interface Reader {
        Flux<byte[]> read(long from, long length);
    }

    private Mono<UploadedFile> upload(FileSource file, UploadOptions options, Meter meter, long bytes, Reader reader) {
        meter.expect(bytes);
        if (bytes <= StorageProtocol.MULTIPART_ABOVE) {
            return whole(file, options, meter, new Part(1, true, bytes, reader.read(0, bytes)));
        }
        int count = Math.toIntExact((bytes + StorageProtocol.PART_BYTES - 1) / StorageProtocol.PART_BYTES);
        Flux<Part> parts = Flux.range(1, count).map(number -> {
            long from = (number - 1L) * StorageProtocol.PART_BYTES;
            long length = Math.min(StorageProtocol.PART_BYTES, bytes - from);
            return new Part(number, number == count, length, reader.read(from, length));
        });
        return inParts(file, options, meter, parts);
    }

    private Mono<UploadedFile> whole(FileSource file, UploadOptions options, Meter meter, Part part) {
        return exchanges
                .repeatable(storage.initiate(file.name(), file.contentType(), options.lifecycle()))
                .flatMap(target -> sent(storage.put(target, file.contentType()), part, meter))
                .map(url -> new UploadedFile(url, file.name(), file.contentType(), part.bytes()));
    }

    private Mono<UploadedFile> inParts(FileSource file, UploadOptions options, Meter meter, Flux<Part> parts) {
        return exchanges
                .repeatable(storage.initiateParts(file.name(), file.contentType(), options.lifecycle()))
                .flatMap(target -> parts.flatMap(part -> sent(target, part, meter), options.concurrency(), 1)
                        .collectList()
                        .flatMap(sent -> completed(target, sent)
                                .map(url -> new UploadedFile(
                                        url,
                                        file.name(),
                                        file.contentType(),
                                        sent.stream().mapToLong(Sent::bytes).sum()))));
    }

    private record Sent(UploadedPart part, long bytes) {}

    private Mono<Sent> sent(UploadTarget target, Part part, Meter meter) {
        return sent(storage.putPart(target, part.number()), part, meter).map(tag -> new Sent(tag, part.bytes()));
    }

    private <T> Mono<T> sent(Exchange<T> exchange, Part part, Meter meter) {
        Meter.Piece piece = meter.piece();
        Flux<byte[]> chunks =
                part.chunks().doOnSubscribe(s -> piece.again()).doOnNext(chunk -> piece.moved(chunk.length));
        return exchanges.repeatable(
                exchange, port.send(exchange.request(), part.bytes(), chunks, exchange.maxResponseBytes()));
    }

    /** By way of the port without a credential, since it goes to the URL that the storage named. */
    private Mono<String> completed(UploadTarget target, List<Sent> sent) {
        Exchange<String> complete =
                storage.complete(target, sent.stream().map(Sent::part).toList());
        byte[] body = complete.request().body();
        return exchanges.repeatable(
                complete, port.send(complete.request(), body.length, Flux.just(body), complete.maxResponseBytes()));
    }

    private static Flux<byte[]> chunks(byte[] bytes, long from, long length) {
        int chunks = (int) ((length + DiskFile.CHUNK - 1) / DiskFile.CHUNK);
        return Flux.range(0, chunks).map(i -> {
            int start = (int) from + i * DiskFile.CHUNK;
            return Arrays.copyOfRange(bytes, start, (int) Math.min(from + length, (long) start + DiskFile.CHUNK));
        });
    }
}
