package dev.falreactive.protocol;

import dev.falreactive.FalException;
import dev.falreactive.Violation;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules for a URL that a user gives to this library: the key goes there, or trust comes from there, so it must be safe. */
public final class BaseUrl {

    /** fal's queue. */
    public static final URI DEFAULT = URI.create("https://queue.fal.run");

    /** fal's own backup of its queue, for when the first cannot be connected to. */
    public static final String DEFAULT_BACKUP = "https://queue.falrun.com";

    /** fal's direct calls, which have no queue. */
    public static final URI DIRECT = URI.create("https://fal.run");

    /** fal's own backup for direct calls. */
    public static final URI DIRECT_BACKUP = URI.create("https://falrun.com");

    /** Where fal takes files. */
    public static final URI STORAGE = URI.create("https://rest.fal.ai");

    private static final int MAX_PORT = 65_535;
    private static final Pattern LOOPBACK_V4 = Pattern.compile("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9._~@:+-]+");

    /** Longer than any that is meant, and short enough to be looked at as a whole. */
    private static final int MAX_LENGTH = 2_000;

    private BaseUrl() {}

    /**
     * Checks a base URL and brings it into its one form.
     *
     * @param url what the user gave
     * @param insecureHosts hosts that may be spoken to without TLS, in lower case
     * @return scheme, host, port and prefix, without a slash at the end
     * @throws FalException.InvalidInput if it is unsafe or no URL
     */
    public static URI checked(String url, Set<String> insecureHosts) {
        return checked("The base URL", url, insecureHosts);
    }

    /**
     * Checks another URL that the key goes to, by the same rules.
     *
     * @param what what it is, as the error begins
     * @param url what the user gave
     * @param insecureHosts hosts that may be spoken to without TLS, in lower case
     * @return scheme, host, port and prefix, without a slash at the end
     * @throws FalException.InvalidInput if it is unsafe or no URL
     */
    public static URI checked(String what, String url, Set<String> insecureHosts) {
        return checked(what, "http would show the key to the network", url, insecureHosts);
    }

    /**
     * Checks where the keys of webhooks are, by the same rules.
     *
     * @param url what the user gave
     * @param insecureHosts hosts that may be spoken to without TLS, in lower case
     * @return scheme, host, port and path, without a slash at the end
     * @throws FalException.InvalidInput if it is unsafe or no URL
     */
    public static URI checkedKeys(String url, Set<String> insecureHosts) {
        return checked("The URL of the webhook keys", "by http anybody could put in his own keys", url, insecureHosts);
    }

    private static URI checked(String what, String danger, String url, Set<String> insecureHosts) {
        if (url.length() > MAX_LENGTH) {
            throw invalid(what, "must not be longer than " + MAX_LENGTH + " characters");
        }
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException | NumberFormatException e) {
            // The second is the JDK's own, for a number in an IPv6 address that is no int.
            throw invalid(what, "is no URL");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        if (host.isEmpty() || !(scheme.equals("https") || scheme.equals("http"))) {
            throw invalid(what, "must be https://host, with an optional port and path");
        }
        if (uri.getRawUserInfo() != null) {
            throw invalid(what, "must not hold a user or password");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw invalid(what, "must not hold a query or fragment");
        }
        if (uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
            throw invalid(what, "must have a port from 1 to " + MAX_PORT);
        }
        if (scheme.equals("http") && !isLoopback(host) && !insecureHosts.contains(host)) {
            throw invalid(
                    what, "must be https: " + danger + " (loopback is exempt; another host must be allowed by name)");
        }
        String prefix = uri.getRawPath() == null ? "" : uri.getRawPath().replaceAll("/+$", "");
        if (!Arrays.stream(prefix.split("/")).skip(1).allMatch(BaseUrl::isPlain)) {
            throw invalid(
                    what,
                    "may have a path of letters, digits and . _ ~ @ : + - between single slashes, without dot segments");
        }
        return URI.create(scheme + "://" + host + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + prefix);
    }

    /** Whether a credential bound to one absolute URI's scheme, host and port may go to the other's. */
    static boolean isSameOrigin(URI one, URI other) {
        return port(one) == port(other)
                && String.valueOf(one.getScheme()).equalsIgnoreCase(other.getScheme())
                && String.valueOf(one.getHost()).equalsIgnoreCase(other.getHost());
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    /**
     * The origin that a credential is bound to.
     *
     * @param uri an absolute http or https URI
     * @return scheme, host and port, the port always named
     */
    public static String origin(URI uri) {
        String scheme = lower(uri.getScheme());
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        return scheme + "://" + lower(uri.getHost()) + ":" + port;
    }

    private static String lower(@Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }

    private static boolean isPlain(String segment) {
        return SEGMENT.matcher(segment).matches() && !segment.equals(".") && !segment.equals("..");
    }

    static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.equals("[::1]")
                || LOOPBACK_V4.matcher(host).matches();
    }

    private static FalException.InvalidInput invalid(String what, String rule) {
        return new FalException.InvalidInput(what, List.of(new Violation("", "format", rule)));
    }
}
