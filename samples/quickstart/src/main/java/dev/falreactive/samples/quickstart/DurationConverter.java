package dev.falreactive.samples.quickstart;

import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** Reads {@code 500ms}, {@code 30s}, {@code 2m}, {@code 1h}; a bare number is seconds. */
final class DurationConverter implements CommandLine.ITypeConverter<Duration> {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h|)");

    @Override
    public Duration convert(String text) {
        var matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new CommandLine.TypeConversionException("'" + text + "' is no duration: write 500ms, 30s, 2m or 1h");
        }
        long number = Long.parseLong(matcher.group(1));
        Duration duration = switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofSeconds(number);
        };
        if (duration.isZero()) {
            throw new CommandLine.TypeConversionException("'" + text + "' must be more than zero");
        }
        return duration;
    }
}
