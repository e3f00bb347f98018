package dev.falreactive.protocol;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Where the storage takes a file. Whoever has the upload URL may write, so it is shown nowhere.
 *
 * @param uploadUrl where to send it; no credential goes there
 * @param fileUrl where it will be
 */
public record UploadTarget(URI uploadUrl, String fileUrl) {

    private static final int MAX_LENGTH = 16_000;

    /** Checks that nothing is null. */
    public UploadTarget {
        Objects.requireNonNull(uploadUrl, "uploadUrl");
        Objects.requireNonNull(fileUrl, "fileUrl");
    }

    /**
     * A target as a storage names it; empty if it is not safe. A file goes by https, or by http to where the storage itself
     * is reached by http; to this machine only if the storage is on it too.
     */
    static Optional<UploadTarget> checked(String uploadUrl, String fileUrl, URI storage) {
        return parsed(uploadUrl)
                .filter(uri -> isReachedLike(uri, storage))
                .filter(uri -> parsed(fileUrl).isPresent())
                .map(uri -> new UploadTarget(uri, fileUrl));
    }

    private static Optional<URI> parsed(String url) {
        if (url.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(url);
            boolean web = scheme(uri).equals("https") || scheme(uri).equals("http");
            return web && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (URISyntaxException | NumberFormatException e) {
            // The second is the JDK's own, for a number in an IPv6 address that is no int.
            return Optional.empty();
        }
    }

    private static boolean isReachedLike(URI uri, URI storage) {
        boolean here = BaseUrl.isLoopback(host(uri));
        boolean storageHere = BaseUrl.isLoopback(host(storage));
        if (here && !storageHere) {
            return false;
        }
        return scheme(uri).equals("https")
                || scheme(storage).equals("http") && (here || host(uri).equals(host(storage)));
    }

    private static String scheme(URI uri) {
        return String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    }

    private static String host(URI uri) {
        return String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
    }

    /** The upload URL with one more segment. */
    URI below(String segment) {
        String query = uploadUrl.getRawQuery() == null ? "" : "?" + uploadUrl.getRawQuery();
        String path = uploadUrl.getRawPath() == null ? "" : uploadUrl.getRawPath();
        return URI.create(uploadUrl.getScheme() + "://" + uploadUrl.getRawAuthority() + path + "/" + segment + query);
    }

    /** {@return the host alone} */
    @Override
    public String toString() {
        return "UploadTarget[" + uploadUrl.getHost() + "]";
    }
}
