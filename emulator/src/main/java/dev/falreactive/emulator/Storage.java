package dev.falreactive.emulator;

import dev.falreactive.Codec;
import dev.falreactive.protocol.WireHeaders;
import dev.falreactive.protocol.WireRequest;
import dev.falreactive.protocol.WireResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** What the storage knows of uploads; the bytes are on disk. The oldest go when there are too many. Safe for use by several threads. */
final class Storage {

    private static final int MAX_UPLOADS = 10_000;
    private static final long MAX_IMAGE_BYTES = 64L * 1024 * 1024;
    private static final String TYPE = "storage_type=fal-cdn-v3";
    private static final String SIGNATURE = "signature";

    private final Gate gate;
    private final Links links;
    private final StorageDisk disk;
    private final Map<String, StoredUpload> uploads = new LinkedHashMap<>();

    Storage(ConfigValues config, StorageDisk disk) {
        this.gate = new Gate(config);
        this.links = new Links(config);
        this.disk = disk;
    }

    StorageDisk disk() {
        return disk;
    }

    /** The answer to a call with a small body. */
    synchronized WireResponse answer(Route route, WireRequest request, Instant now) {
        return route instanceof Route.InitiateUpload initiate
                ? initiated(initiate, request, now)
                : completed((Route.CompleteUpload) route, request, now);
    }

    private WireResponse initiated(Route.InitiateUpload route, WireRequest request, Instant now) {
        Optional<WireResponse> refusal = gate.refuse(request.headers(), "storage", now);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (!TYPE.equals(request.uri().getRawQuery())) {
            return Answers.detail(400, "Unknown storage type", now);
        }
        Map<String, @Nullable Object> body;
        try {
            body = Codec.map().read(request.body());
        } catch (IllegalArgumentException e) {
            return Answers.detail(422, "Input is not a JSON object", now);
        }
        if (!(body.get("content_type") instanceof String type) || !(body.get("file_name") instanceof String name)) {
            return Answers.detail(422, "content_type and file_name are required", now);
        }
        if (uploads.size() >= MAX_UPLOADS) {
            dropOldest();
        }
        String id = word();
        StoredUpload upload = new StoredUpload(type, word(), route.inParts());
        uploads.put(id, upload);
        String base = links.mediaBase(request.uri()) + "/_emulator/";
        String safeName = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        return Answers.json(
                Fields.write(Fields.of(
                        "upload_url",
                                base + "uploads/" + id + "?" + SIGNATURE + "=" + upload.signature() + "&expires=3600",
                        "file_url", base + "files/" + id + "/" + safeName)),
                now);
    }

    /** Why bytes are not taken; empty if they are. */
    synchronized Optional<WireResponse> refusal(Route.Upload route, WireRequest request, Instant now) {
        return presigned(route.id(), request, now)
                .or(() -> known(route.id())
                        .filter(upload -> upload.inParts() != route.part().isPresent())
                        .map(upload -> Answers.detail(400, "Not where this upload goes", now)));
    }

    /** Who has the URL may write; a credential beside it is refused, as a real store does. */
    private Optional<WireResponse> presigned(String id, WireRequest request, Instant now) {
        Optional<StoredUpload> upload = known(id);
        if (upload.isEmpty()) {
            return Optional.of(Answers.detail(404, "No such upload", now));
        }
        if (request.headers().get(Headers.AUTHORIZATION).isPresent()) {
            return Optional.of(Answers.detail(400, "Only one way to authenticate is allowed", now));
        }
        boolean signed = Query.get(request.uri(), SIGNATURE)
                .filter(upload.get().signature()::equals)
                .isPresent();
        return signed ? Optional.empty() : Optional.of(Answers.detail(403, "The signature does not match", now));
    }

    /** Keeps what has arrived whole. */
    synchronized WireResponse stored(Route.Upload route, StorageDisk.Piece piece, Instant now) {
        Optional<StoredUpload> upload = known(route.id());
        if (upload.isEmpty()) {
            disk.delete(piece);
            return Answers.detail(404, "No such upload", now);
        }
        int number = route.part().orElse(1);
        Optional.ofNullable(upload.get().pieces().put(number, piece)).ifPresent(disk::delete);
        while (disk.isFull() && uploads.size() > 1) {
            dropOldest();
        }
        WireHeaders tag = WireHeaders.none().with("ETag", "\"" + piece.etag() + "\"");
        if (!upload.get().inParts()) {
            upload.get().complete(List.of(piece));
            return new WireResponse(200, tag, new byte[0], now);
        }
        byte[] body = Fields.write(Fields.of("partNumber", number, "etag", piece.etag()));
        return new WireResponse(200, tag.with(Headers.CONTENT_TYPE, Headers.JSON), body, now);
    }

    private WireResponse completed(Route.CompleteUpload route, WireRequest request, Instant now) {
        Optional<WireResponse> refusal = presigned(route.id(), request, now);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        StoredUpload upload = known(route.id()).orElseThrow();
        List<StorageDisk.Piece> pieces = new ArrayList<>();
        for (Object part : parts(request)) {
            Optional<StorageDisk.Piece> piece = part instanceof Map<?, ?> fields
                            && Integer.valueOf(pieces.size() + 1).equals(fields.get("partNumber"))
                    ? Optional.ofNullable(upload.pieces().get(pieces.size() + 1))
                            .filter(known -> known.etag().equals(fields.get("etag")))
                    : Optional.empty();
            if (piece.isEmpty()) {
                return Answers.detail(400, "Parts must be in order, from 1, with their tags", now);
            }
            pieces.add(piece.get());
        }
        if (pieces.isEmpty() || pieces.size() != upload.pieces().size()) {
            return Answers.detail(400, "Parts are missing", now);
        }
        upload.complete(pieces);
        return Answers.json(Fields.write(Fields.of("ok", true)), now);
    }

    private static List<?> parts(WireRequest request) {
        try {
            return Codec.map().read(request.body()).get("parts") instanceof List<?> parts ? parts : List.of();
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    /** A file that is complete. */
    synchronized Reply file(Route.StoredFile route, Instant now) {
        return known(route.id())
                .flatMap(upload -> upload.file().map(pieces -> (Reply) new Reply.Stored(
                        WireHeaders.none().with(Headers.CONTENT_TYPE, upload.contentType()),
                        paths(pieces),
                        bytes(pieces))))
                .orElseGet(() -> new Reply.Ready(Answers.detail(404, "Not Found", now)));
    }

    /** A file that is complete and begins as an image does, unless it is larger than images are. */
    synchronized Optional<InputImages.Uploaded> image(String id) {
        return known(id)
                .flatMap(StoredUpload::file)
                .filter(pieces -> bytes(pieces) <= MAX_IMAGE_BYTES)
                .flatMap(pieces -> pieces.get(0).image().map(size -> new InputImages.Uploaded(paths(pieces), size)));
    }

    private static List<Path> paths(List<StorageDisk.Piece> pieces) {
        return pieces.stream().map(StorageDisk.Piece::path).toList();
    }

    private static long bytes(List<StorageDisk.Piece> pieces) {
        return pieces.stream().mapToLong(StorageDisk.Piece::bytes).sum();
    }

    /** Forgets a file. */
    synchronized void forget(String id) {
        Optional.ofNullable(uploads.remove(id)).ifPresent(this::delete);
    }

    private Optional<StoredUpload> known(String id) {
        return Optional.ofNullable(uploads.get(id));
    }

    private void dropOldest() {
        Iterator<StoredUpload> oldest = uploads.values().iterator();
        delete(oldest.next());
        oldest.remove();
    }

    private void delete(StoredUpload upload) {
        upload.pieces().values().forEach(disk::delete);
    }

    // Not UUID.randomUUID, which may block on the operating system's source of chance.
    private static String word() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString().replace("-", "");
    }
}
