package dev.falreactive.protocol;

import dev.falreactive.FalConfig;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a request of the queue is about, for those who count and trace calls: read from its method and path.
 *
 * @param kind which call it is
 * @param endpoint what it names: the whole endpoint for a submit and a direct run, the app for a call about a job, {@code none} for an upload
 * @param requestId the job; empty for a submit, a direct run and an upload
 */
public record WireCall(Kind kind, String endpoint, Optional<String> requestId) {

    /** The calls of the queue. */
    public enum Kind {
        /** Submits a job. */
        SUBMIT,
        /** Asks how a job is. */
        STATUS,
        /** Reads a job's status as a stream of events. */
        STREAM,
        /** Reads a result. */
        RESULT,
        /** Cancels a job. */
        CANCEL,
        /** Announces the upload of a file, sends its bytes, or completes it. */
        UPLOAD,
        /** Runs a model without the queue. */
        DIRECT
    }

    private static final String NONE = "none";

    /** Checks that nothing is null. */
    public WireCall {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(requestId, "requestId");
    }

    /** Reads a request. Presigned URLs hold secrets, and are on other origins than the configured ones. */
    static WireCall of(WireRequest request, FalConfig config, boolean onConfiguredOrigin) {
        if (!onConfiguredOrigin || request.uri().toString().startsWith(config.storageUrl() + StorageProtocol.UPLOADS)) {
            return new WireCall(Kind.UPLOAD, NONE, Optional.empty());
        }
        String path = request.uri().getRawPath();
        String prefix = config.baseUrl().getRawPath() + "/";
        List<String> segments =
                List.of((path.startsWith(prefix) ? path.substring(prefix.length()) : path.substring(1)).split("/"));
        int requests = segments.lastIndexOf(JobPaths.REQUESTS);
        if (request.method() == HttpMethod.POST || requests < 0) {
            return new WireCall(Kind.SUBMIT, String.join("/", segments), Optional.empty());
        }
        return new WireCall(
                kind(request, path),
                String.join("/", segments.subList(0, requests)),
                segments.stream().skip(requests + 1L).findFirst().map(JobPaths::decode));
    }

    private static Kind kind(WireRequest request, String path) {
        if (request.method() == HttpMethod.PUT) {
            return Kind.CANCEL;
        }
        if (path.endsWith(JobPaths.STATUS + JobPaths.STREAM)) {
            return Kind.STREAM;
        }
        return path.endsWith(JobPaths.STATUS) ? Kind.STATUS : Kind.RESULT;
    }
}
