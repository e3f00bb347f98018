package dev.falreactive.emulator;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as people type them: {@code 500ms}, {@code 3s}, {@code 2m}, or a plain number of seconds. */
final class DurationText {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m)?");

    private DurationText() {}

    /** Reads a time; {@link IllegalArgumentException} if it is none. */
    static Duration read(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no time such as 500ms, 3s or 2m");
        }
        long number = Long.parseLong(form.group(1));
        if ("ms".equals(form.group(2))) {
            return Duration.ofMillis(number);
        }
        return "m".equals(form.group(2)) ? Duration.ofMinutes(number) : Duration.ofSeconds(number);
    }

    /** Whole seconds as such, else milliseconds. */
    static String write(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
    }
}
