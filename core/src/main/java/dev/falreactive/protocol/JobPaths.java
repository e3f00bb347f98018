package dev.falreactive.protocol;

import dev.falreactive.EndpointId;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The paths of a job, and which part of a returned URL is believed: the path alone, and only if it is of the shape
 * {@code …/requests/{this id}[/…]}. A server may name any host; the credential never goes there.
 */
final class JobPaths {

    static final String REQUESTS = "requests";
    static final String STATUS = "/status";
    private static final String CANCEL = "/cancel";
    static final String STREAM = "/stream";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private static final int MAX_ID_LENGTH = 1_000;

    /** Room for the longest id with each of its characters encoded. */
    private static final int MAX_PATH_LENGTH = 16_000;

    private static final Pattern SCHEME_AND_HOST = Pattern.compile("^(?:[A-Za-z][A-Za-z0-9+.-]*:)?//[^/?#\\\\]*");
    // Two patterns without a group in a loop: such a group takes stack for each character of a hostile path.
    private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9._~@:+!$&'()*,;=%/-]+");
    private static final Pattern EMPTY_SEGMENT_OR_BROKEN_ESCAPE = Pattern.compile("//|/$|%(?![0-9A-Fa-f]{2})");
    private static final Pattern PARAMETERS = Pattern.compile(";.*");

    private JobPaths() {}

    /** Believes a URL as far as a URL is believed; empty if not at all. */
    static Optional<String> believed(String url, String requestId) {
        return pathOf(url, requestId).filter(path -> idsIn(path).anyMatch(requestId::equals));
    }

    /** The id that a URL names, for an answer that names it nowhere else. */
    static Optional<String> requestIdIn(String url) {
        return pathOf(url, "").flatMap(path -> idsIn(path).findFirst()).filter(JobPaths::canBeNamed);
    }

    /** Each segment that follows one called {@code requests}, which is not the first: an app may be called so, too. */
    private static Stream<String> idsIn(String path) {
        String[] segments = path.substring(1).split("/");
        return IntStream.range(2, segments.length)
                .filter(i -> segments[i - 1].equals(REQUESTS))
                .mapToObj(i -> decode(segments[i]));
    }

    /** Whether a URL can name the id: as one segment that nothing on the way takes for something else. */
    static boolean canBeNamed(String requestId) {
        return !requestId.isBlank()
                && !requestId.equals(".")
                && !requestId.equals("..")
                && requestId.length() <= MAX_ID_LENGTH
                && StandardCharsets.UTF_8.newEncoder().canEncode(requestId);
    }

    static String status(EndpointId endpoint, String requestId) {
        return result(endpoint, requestId) + STATUS;
    }

    /** Where the status with this path is read as a stream of events. */
    static String stream(String statusPath) {
        return statusPath + STREAM;
    }

    static String result(EndpointId endpoint, String requestId) {
        return "/" + endpoint.app() + "/" + REQUESTS + "/" + encode(requestId);
    }

    static String cancel(EndpointId endpoint, String requestId) {
        return result(endpoint, requestId) + CANCEL;
    }

    /** The configured origin decides where, and its prefix goes before. */
    static URI submit(URI base, EndpointId endpoint) {
        return URI.create(base + "/" + endpoint);
    }

    /**
     * The configured origin decides where, and its prefix goes before, unless the path has it already. A path that begins
     * with the app has no prefix, even if the prefix looks like the app's owner.
     */
    static URI ofJob(URI base, EndpointId endpoint, String path) {
        String prefix = base.getRawPath();
        boolean present = path.startsWith(prefix + "/") && !path.startsWith("/" + endpoint.app() + "/");
        return present && !prefix.isEmpty()
                ? URI.create(base.getScheme() + "://" + base.getRawAuthority() + path)
                : URI.create(base + path);
    }

    private static Optional<String> pathOf(String url, String requestId) {
        String path = pathPart(url);
        if (path.length() > MAX_PATH_LENGTH
                || !PATH.matcher(path).matches()
                || EMPTY_SEGMENT_OR_BROKEN_ESCAPE.matcher(path).find()) {
            return Optional.empty();
        }
        for (String segment : path.substring(1).split("/")) {
            // Some servers cut parameters off before they look for dot segments.
            String plain = PARAMETERS.matcher(segment).replaceFirst("").toLowerCase(Locale.ROOT);
            plain = plain.replace("%2e", ".");
            boolean backslash = segment.toLowerCase(Locale.ROOT).contains("%5c")
                    && !decode(segment).equals(requestId);
            if (plain.isEmpty() || plain.equals(".") || plain.equals("..") || backslash) {
                return Optional.empty();
            }
        }
        return Optional.of(path);
    }

    /** What stands between host and query, without a slash at its end. */
    private static String pathPart(String url) {
        String rest = SCHEME_AND_HOST.matcher(url).replaceFirst("");
        int end = 0;
        while (end < rest.length() && rest.charAt(end) != '?' && rest.charAt(end) != '#') {
            end++;
        }
        return rest.substring(0, end > 0 && rest.charAt(end - 1) == '/' ? end - 1 : end);
    }

    // URLDecoder is made for forms: keep the plus that a path has.
    static String decode(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Everything but unreserved characters is encoded. */
    static String encode(String requestId) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : requestId.getBytes(StandardCharsets.UTF_8)) {
            boolean unreserved = b >= 'a' && b <= 'z'
                    || b >= 'A' && b <= 'Z'
                    || b >= '0' && b <= '9'
                    || b == '-'
                    || b == '_'
                    || b == '~'
                    || b == '.';
            if (unreserved) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HEX.toHexDigits(b));
            }
        }
        return encoded.toString();
    }
}
