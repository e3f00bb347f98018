package dev.falreactive.emulator;

import java.time.Duration;
import picocli.CommandLine;

/** Reads a {@link DurationText} of the command line. */
final class DurationConverter implements CommandLine.ITypeConverter<Duration> {

    @Override
    public Duration convert(String value) {
        try {
            return DurationText.read(value);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
