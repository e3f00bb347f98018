package dev.falreactive.protocol;

import dev.falreactive.Codec;
import dev.falreactive.Diagnosis.ReturnedUrl;
import dev.falreactive.Diagnosis.Verdict;
import dev.falreactive.EndpointId;
import dev.falreactive.FalConfig;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What would be made of the URLs in a submit's answer, by the rules of {@link JobPaths}. */
final class ReturnedUrls {

    private static final List<String> FIELDS =
            List.of(FieldNames.RESPONSE_URL, FieldNames.STATUS_URL, FieldNames.CANCEL_URL);
    private static final int SHOWN = 300;

    private final FalConfig config;
    private final EndpointId endpoint;
    private final String requestId;
    private final UnaryOperator<String> redactor;

    ReturnedUrls(FalConfig config, EndpointId endpoint, String requestId) {
        this.config = config;
        this.endpoint = endpoint;
        this.requestId = requestId;
        this.redactor = QueueProtocol.redactor(config);
    }

    /** Of an answer as JSON, of one URL, or of what fal itself answers. */
    List<ReturnedUrl> of(Optional<String> answer) {
        if (answer.isEmpty()) {
            String job = BaseUrl.DEFAULT + JobPaths.result(endpoint, requestId);
            String status = BaseUrl.DEFAULT + JobPaths.status(endpoint, requestId);
            String cancel = BaseUrl.DEFAULT + JobPaths.cancel(endpoint, requestId);
            return List.of(
                    judged(FieldNames.RESPONSE_URL, job, requestId),
                    judged(FieldNames.STATUS_URL, status, requestId),
                    judged(FieldNames.CANCEL_URL, cancel, requestId));
        }
        String text = redactor.apply(answer.get().strip());
        if (!text.startsWith("{")) {
            String field = text.contains("/status")
                    ? FieldNames.STATUS_URL
                    : text.contains("/cancel") ? FieldNames.CANCEL_URL : FieldNames.RESPONSE_URL;
            return List.of(judged(field, text, JobPaths.requestIdIn(text).orElse(requestId)));
        }
        Map<String, @Nullable Object> fields;
        try {
            fields = Codec.map().read(text.getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return List.of(refused(FieldNames.RESPONSE_URL, text, requestId, "the answer is no JSON object"));
        }
        String id = Fields.text(fields, FieldNames.REQUEST_ID)
                .filter(JobPaths::canBeNamed)
                .or(() -> FIELDS.stream()
                        .flatMap(field -> Fields.text(fields, field).stream())
                        .flatMap(url -> JobPaths.requestIdIn(url).stream())
                        .findFirst())
                .orElse(requestId);
        List<ReturnedUrl> urls = new ArrayList<>();
        for (String field : FIELDS) {
            urls.add(Fields.text(fields, field)
                    .map(url -> judged(field, url, id))
                    .orElseGet(() -> refused(field, "", id, "the answer has none: it is built from endpoint and job")));
        }
        return urls;
    }

    private ReturnedUrl judged(String field, String url, String id) {
        Optional<String> path = JobPaths.believed(url, id);
        if (path.isEmpty()) {
            return refused(field, url, id, "its path does not name the job");
        }
        URI used = JobPaths.ofJob(config.baseUrl(), endpoint, path.get());
        return used.toString().equals(url)
                ? new ReturnedUrl(field, shown(url), Verdict.KEPT, used, "it is on the configured origin")
                : new ReturnedUrl(
                        field,
                        shown(url),
                        Verdict.REWRITTEN,
                        used,
                        "the path is the job's; host and prefix are the configured ones, since the key goes there alone");
    }

    private ReturnedUrl refused(String field, String url, String id, String why) {
        String path = switch (field) {
            case FieldNames.STATUS_URL -> JobPaths.status(endpoint, id);
            case FieldNames.CANCEL_URL -> JobPaths.cancel(endpoint, id);
            default -> JobPaths.result(endpoint, id);
        };
        return new ReturnedUrl(
                field, shown(url), Verdict.REFUSED, JobPaths.ofJob(config.baseUrl(), endpoint, path), why);
    }

    /** On one line, and not longer than is of use. */
    private static String shown(String url) {
        String plain = url.replaceAll("\\p{Cntrl}+", " ");
        return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "...";
    }
}
