package dev.falreactive.emulator;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A URL that a submit names for its webhook. fal drops those that lead to itself or into private networks; a local queue
 * has the opposite rule, and never sends anything off this machine.
 *
 * @param url as it was submitted
 */
record WebhookTarget(String url) {

    private static final Pattern LOOPBACK = Pattern.compile("localhost|\\[::1]|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    private static final Pattern USER = Pattern.compile("//[^/@]*@");
    private static final Pattern QUERY = Pattern.compile("[?#].*$", Pattern.DOTALL);

    /** Where to send it; empty if nowhere. */
    Optional<URI> loopback() {
        try {
            URI uri = new URI(url);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
            boolean web = scheme.equals("http") || scheme.equals("https");
            return web && LOOPBACK.matcher(host).matches() ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** The URL without what may be secret. */
    String shown() {
        return USER.matcher(QUERY.matcher(url).replaceFirst("")).replaceFirst("//");
    }
}
