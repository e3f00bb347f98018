package dev.falreactive.emulator;

import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** The rules for the values of an {@link EmulatorConfig}. */
final class Settings {

    private static final Duration LONGEST = Duration.ofDays(365);

    private Settings() {}

    static int between(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be from " + least + " to " + most + ", not " + value);
        }
        return value;
    }

    static int errorCode(int code) {
        return between("code", code, 400, 599);
    }

    static Duration time(String name, Duration value) {
        if (value.isNegative() || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " must be from zero to 365 days, not " + value);
        }
        return value;
    }

    static Duration some(String name, Duration value) {
        if (time(name, value).isZero()) {
            throw new IllegalArgumentException(name + " must be more than zero");
        }
        return value;
    }

    static String origin(String name, String url) {
        URI uri = URI.create(url);
        String scheme = String.valueOf(uri.getScheme());
        if (!(scheme.equals("http") || scheme.equals("https"))
                || uri.getHost() == null
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(name + " must be http(s)://host, with an optional port and path");
        }
        return url.replaceAll("/+$", "");
    }

    static String prefix(String prefix) {
        String trimmed = prefix.replaceAll("/+$", "");
        if (!trimmed.isEmpty() && !trimmed.matches("(/[A-Za-z0-9._~@:+-]+)+")) {
            throw new IllegalArgumentException("pathPrefix must be a path such as /fal, not " + prefix);
        }
        return trimmed;
    }

    static Set<String> ordered(Collection<String> values) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(values));
    }
}
