package dev.falreactive.protocol;

import dev.falreactive.FalException;
import dev.falreactive.Violation;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The rules for what a user says about a submit: what the service would refuse, or silently ignore, is refused here. */
public final class SubmitRules {

    private static final Duration LEAST_START_TIMEOUT = Duration.ofMillis(100);
    private static final int MAX_TAGS = 10;
    private static final int MAX_TAG_VALUE = 256;
    private static final int MAX_TAGS_BYTES = 1024;
    private static final Pattern TAG_KEY = Pattern.compile("[a-z0-9._-]{1,64}");
    private static final String RESERVED_TAGS = "fal.";
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,256}");

    /** Set by the library, or by HTTP itself; some carry a credential. */
    private static final Set<String> TAKEN = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    static {
        TAKEN.addAll(List.of(
                HeaderNames.AUTHORIZATION,
                "Proxy-Authorization",
                "Cookie",
                HeaderNames.ACCEPT,
                HeaderNames.CONTENT_TYPE,
                "Content-Length",
                "Content-Encoding",
                "Transfer-Encoding",
                "Connection",
                "Keep-Alive",
                "Upgrade",
                "Expect",
                "TE",
                "Trailer",
                "Host",
                HeaderNames.PRIORITY,
                HeaderNames.START_TIMEOUT,
                HeaderNames.LEGACY_START_TIMEOUT,
                HeaderNames.RUNNER_HINT,
                HeaderNames.NO_RETRY,
                HeaderNames.STORE_IO,
                HeaderNames.OBJECT_LIFECYCLE,
                HeaderNames.DISABLE_FALLBACK,
                HeaderNames.TAGS));
    }

    private SubmitRules() {}

    /**
     * Checks a start timeout.
     *
     * @param value the limit
     */
    public static void startTimeout(Duration value) {
        if (value.compareTo(LEAST_START_TIMEOUT) <= 0) {
            throw invalid("startTimeout", "exclusiveMinimum", "must be more than 0.1 s");
        }
    }

    /**
     * Checks that a text can be a header's value.
     *
     * @param option what it is called
     * @param value the text
     */
    public static void headerValue(String option, String value) {
        if (value.isBlank() || !isPrintable(value)) {
            throw invalid(option, "pattern", "must be printable ASCII, and not empty");
        }
    }

    /**
     * Checks all tags of a submit.
     *
     * @param tags the tags
     */
    public static void tags(Map<String, String> tags) {
        tags.forEach((key, value) -> {
            if (!TAG_KEY.matcher(key).matches() || key.startsWith(RESERVED_TAGS)) {
                throw invalid("tags", "pattern", "a key must be 1 to 64 of a-z 0-9 . _ - and must not begin with fal.");
            }
            if (value.length() > MAX_TAG_VALUE || value.indexOf(',') >= 0 || !isPrintable(value)) {
                throw invalid(
                        "tags/" + key, "pattern", "must be at most 256 printable ASCII characters without a comma");
            }
        });
        if (tags.size() > MAX_TAGS) {
            throw invalid("tags", "maxProperties", "must be at most " + MAX_TAGS);
        }
        if (SubmitHeaders.tags(tags).getBytes(StandardCharsets.US_ASCII).length > MAX_TAGS_BYTES) {
            throw invalid("tags", "maxLength", "must need at most " + MAX_TAGS_BYTES + " bytes together");
        }
    }

    /**
     * Checks a webhook's address; the text of the error does not quote it, since it may hold a secret.
     *
     * @param value the address
     */
    public static void webhook(URI value) {
        String scheme = value.getScheme() == null ? "" : value.getScheme().toLowerCase(Locale.ROOT);
        String host = value.getHost() == null ? "" : value.getHost().toLowerCase(Locale.ROOT);
        boolean safe = scheme.equals("https") || scheme.equals("http") && BaseUrl.isLoopback(host);
        if (host.isEmpty() || !safe || value.getRawUserInfo() != null || value.getRawFragment() != null) {
            throw invalid("webhook", "format", "must be an absolute https URL without user and fragment");
        }
    }

    /**
     * Checks a limit for the queue.
     *
     * @param value the limit
     */
    public static void maxQueueLength(int value) {
        if (value < 0) {
            throw invalid("maxQueueLength", "minimum", "must be 0 or more");
        }
    }

    /**
     * Checks a further header.
     *
     * @param name its name
     * @param value its value
     */
    public static void extraHeader(String name, String value) {
        if (!TOKEN.matcher(name).matches()) {
            throw invalid("headers", "propertyNames", "must have names of letters, digits and - only");
        }
        if (TAKEN.contains(name)) {
            throw invalid("headers/" + name, "not", "is set by the library itself");
        }
        headerValue("headers/" + name, value);
    }

    private static boolean isPrintable(String text) {
        return text.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
    }

    private static FalException.InvalidInput invalid(String option, String keyword, String message) {
        return new FalException.InvalidInput(
                "The submit options", List.of(new Violation("/" + option, keyword, message)));
    }
}
