package dev.falreactive.reactor;

import dev.falreactive.FalException.Evidence;
import dev.falreactive.FalException.Unreadable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Reads the URL of a file, which somebody else wrote; what is wrong with one is said in words. */
final class FileUrl {

    private static final int LONGEST_TOLD = 200;

    private FileUrl() {}

    static boolean isData(String url) {
        return url.regionMatches(true, 0, "data:", 0, 5);
    }

    /** Where a file is, without what may be as good as a key. */
    static String place(URI uri) {
        return uri.getHost() + uri.getPath();
    }

    /** @param what what it is, such as {@code the file's URL} */
    static URI parse(Evidence about, String what, String url) {
        if (url.isBlank()) {
            throw unreadable(about, what + " is empty");
        }
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw unreadable(about, what + " is no URI: " + fault(e) + ": " + told(url));
        }
        if (uri.getScheme() == null) {
            throw unreadable(about, what + " has no scheme such as https: " + told(url));
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw unreadable(about, what + " is neither http, https nor data: " + told(url));
        }
        if (uri.getHost() == null) {
            throw unreadable(about, what + " names no host that can be read: " + told(url));
        }
        return uri;
    }

    /** The JDK's words; its own message would repeat all of the URL. */
    private static String fault(URISyntaxException e) {
        String input = e.getInput();
        int at = e.getIndex();
        String character = "";
        if (at >= 0 && at < input.length()) {
            character = input.charAt(at) == ' ' ? " (a space)" : String.format(" (U+%04X)", input.codePointAt(at));
        }
        return e.getReason().toLowerCase(Locale.ROOT) + (at < 0 ? "" : " at index " + at + character);
    }

    /** Without what may be as good as a key: a user's name, a query. */
    private static String told(String url) {
        String bare = url.replaceFirst("(?s)[?#].*", "").replaceFirst("(?s)//.*@", "//");
        return "'" + (bare.length() > LONGEST_TOLD ? bare.substring(0, LONGEST_TOLD) + "..." : bare) + "'";
    }

    private static Unreadable unreadable(Evidence about, String what) {
        return new Unreadable(what, about, null);
    }
}
