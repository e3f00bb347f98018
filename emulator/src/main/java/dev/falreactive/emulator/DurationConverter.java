package dev.falreactive.emulator;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** Reads {@code 500ms}, {@code 3s}, {@code 2m}, or a plain number of seconds. */
final class DurationConverter implements CommandLine.ITypeConverter<Duration> {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m)?");

    @Override
    public Duration convert(String value) {
        Matcher form = FORM.matcher(value);
        if (!form.matches()) {
            throw new CommandLine.TypeConversionException("'" + value + "' is no time such as 500ms, 3s or 2m");
        }
        long number = Long.parseLong(form.group(1));
        if ("ms".equals(form.group(2))) {
            return Duration.ofMillis(number);
        }
        return "m".equals(form.group(2)) ? Duration.ofMinutes(number) : Duration.ofSeconds(number);
    }
}
