package dev.falreactive.protocol;

import dev.falreactive.Codec;
import dev.falreactive.FalConfig;
import dev.falreactive.ObjectLifecycle;
import java.net.URI;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The storage's calls as values. An upload is free and may be repeated: so may each of these. The first call carries the
 * credential; those to the {@link UploadTarget} that it brings carry none, and an adapter must add none.
 */
public final class StorageProtocol {

    /** A file that is larger goes in parts. */
    public static final long MULTIPART_ABOVE = 90L * 1024 * 1024;

    /** How large each part but the last is. */
    public static final int PART_BYTES = 10 * 1024 * 1024;

    static final String UPLOADS = "/storage/upload/";
    private static final String INITIATE = UPLOADS + "initiate?storage_type=fal-cdn-v3";
    private static final String INITIATE_PARTS = UPLOADS + "initiate-multipart?storage_type=fal-cdn-v3";
    private static final String COMPLETE = "complete";
    private static final byte[] NO_BODY = {};

    private final FalConfig config;
    private final UnaryOperator<String> redactor;

    /**
     * The calls for one configuration.
     *
     * @param config the configuration
     */
    public StorageProtocol(FalConfig config) {
        this.config = Objects.requireNonNull(config, "config");
        this.redactor = QueueProtocol.redactor(config);
    }

    /**
     * Asks where a file goes as a whole.
     *
     * @param name the file's name
     * @param contentType its media type
     * @param lifecycle how long it is kept, and who may fetch it
     * @return the exchange that brings the target
     */
    public Exchange<UploadTarget> initiate(String name, String contentType, Optional<ObjectLifecycle> lifecycle) {
        return initiate(INITIATE, name, contentType, lifecycle);
    }

    /**
     * Asks where the parts of a file go.
     *
     * @param name the file's name
     * @param contentType its media type
     * @param lifecycle how long it is kept, and who may fetch it
     * @return the exchange that brings the target
     */
    public Exchange<UploadTarget> initiateParts(String name, String contentType, Optional<ObjectLifecycle> lifecycle) {
        return initiate(INITIATE_PARTS, name, contentType, lifecycle);
    }

    /**
     * Sends a whole file. The body is the adapter's to stream; the request holds none.
     *
     * @param target where to
     * @param contentType the file's media type
     * @return the exchange that brings the file's URL
     */
    public Exchange<String> put(UploadTarget target, String contentType) {
        WireHeaders headers = QueueProtocol.COMMON.with(HeaderNames.CONTENT_TYPE, contentType);
        return presigned(
                new WireRequest(HttpMethod.PUT, target.uploadUrl(), headers, NO_BODY),
                "the file",
                answer -> Optional.of(target.fileUrl()));
    }

    /**
     * Sends one part. The body is the adapter's to stream; the request holds none.
     *
     * @param target where to
     * @param number which part it is, from 1
     * @return the exchange that brings what the storage calls the part
     */
    public Exchange<UploadedPart> putPart(UploadTarget target, int number) {
        return presigned(
                new WireRequest(HttpMethod.PUT, target.below(String.valueOf(number)), QueueProtocol.COMMON, NO_BODY),
                "part " + number,
                answer -> etag(answer).map(etag -> new UploadedPart(number, etag)));
    }

    /**
     * Makes a file of its parts.
     *
     * @param target where they went
     * @param parts all parts, in any order
     * @return the exchange that brings the file's URL
     */
    public Exchange<String> complete(UploadTarget target, List<UploadedPart> parts) {
        List<Map<String, Object>> told = parts.stream()
                .sorted(Comparator.comparingInt(UploadedPart::number))
                .map(part ->
                        Map.<String, Object>of(FieldNames.PART_NUMBER, part.number(), FieldNames.ETAG, part.etag()))
                .toList();
        WireRequest request = new WireRequest(
                HttpMethod.POST,
                target.below(COMPLETE),
                QueueProtocol.COMMON.with(HeaderNames.CONTENT_TYPE, QueueProtocol.JSON),
                Codec.map().write(Map.of(FieldNames.PARTS, told)));
        return presigned(request, "the list of parts", answer -> Optional.of(target.fileUrl()));
    }

    private Exchange<UploadTarget> initiate(
            String path, String name, String contentType, Optional<ObjectLifecycle> lifecycle) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put(FieldNames.CONTENT_TYPE, contentType);
        body.put(FieldNames.FILE_NAME, name);
        WireHeaders headers = QueueProtocol.COMMON.with(HeaderNames.CONTENT_TYPE, QueueProtocol.JSON);
        if (lifecycle.isPresent()) {
            String told = SubmitHeaders.lifecycle(lifecycle.get());
            headers = headers.with(HeaderNames.UPLOAD_LIFECYCLE, told).with(HeaderNames.OBJECT_LIFECYCLE, told);
        }
        StorageDecoder<UploadTarget> decoder = new StorageDecoder<>(
                "the name of a file", true, config.retryPolicy().maxRetryAfter(), redactor, this::target);
        WireRequest request = new WireRequest(
                HttpMethod.POST,
                URI.create(config.storageUrl() + path),
                headers,
                Codec.map().write(body));
        return new Exchange<>(request, config.maxStatusBytes(), decoder::decode, decoder::failed);
    }

    /** What such an answer says may quote the URL, which is a secret: it is not told. */
    private <T> Exchange<T> presigned(WireRequest request, String what, Function<Answer, Optional<T>> reader) {
        StorageDecoder<T> decoder = new StorageDecoder<>(
                what, false, config.retryPolicy().maxRetryAfter(), UnaryOperator.identity(), reader);
        return new Exchange<>(request, config.maxStatusBytes(), decoder::decode, decoder::failed);
    }

    private Optional<UploadTarget> target(Answer answer) {
        return answer.object().flatMap(fields -> {
            Optional<String> upload = Fields.text(fields, FieldNames.UPLOAD_URL);
            Optional<String> file = Fields.text(fields, FieldNames.FILE_URL);
            return upload.flatMap(to -> file.flatMap(at -> UploadTarget.checked(to, at, config.storageUrl())));
        });
    }

    private static Optional<String> etag(Answer answer) {
        return answer.object()
                .flatMap(fields -> Fields.text(fields, FieldNames.ETAG))
                .or(() -> answer.response().headers().get(HeaderNames.ETAG));
    }
}
