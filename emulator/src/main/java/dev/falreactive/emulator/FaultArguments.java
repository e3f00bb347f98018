package dev.falreactive.emulator;

import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what stands in a rule's parentheses; {@link IllegalArgumentException} for what makes no sense. */
final class FaultArguments {

    private static final Pattern CODE_AND_TEXT = Pattern.compile("(\\d{3})(?:,(.*))?", Pattern.DOTALL);

    private FaultArguments() {}

    static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no number", e);
        }
    }

    static long size(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no number of bytes", e);
        }
    }

    static Function<String, Fault> codeAndText(BiFunction<Integer, String, Fault> maker) {
        return argument -> {
            Matcher matcher = codeAndText(argument);
            return maker.apply(
                    number(matcher.group(1)),
                    second(matcher).orElseThrow(() -> new IllegalArgumentException("a text is missing")));
        };
    }

    static Fault redirect(String argument) {
        Matcher matcher = CODE_AND_TEXT.matcher(argument);
        return matcher.matches() && second(matcher).isPresent()
                ? Fault.redirect(number(matcher.group(1)), second(matcher).get())
                : Fault.redirect(argument);
    }

    /** A body that looks like JSON is sent as JSON. */
    static Fault respond(String argument) {
        Matcher matcher = codeAndText(argument);
        String body = second(matcher).orElse("");
        boolean json = body.startsWith("{") || body.startsWith("[");
        return Fault.respond(
                number(matcher.group(1)), json ? Map.of(Headers.CONTENT_TYPE, Headers.JSON) : Map.of(), body);
    }

    static Fault completedWithError(String argument) {
        int comma = argument.lastIndexOf(',');
        if (comma < 1) {
            throw new IllegalArgumentException("an error type is missing");
        }
        return Fault.completedWithError(
                argument.substring(0, comma), argument.substring(comma + 1).strip());
    }

    static Fault storedFailure(String argument) {
        Matcher matcher = codeAndText(argument);
        int code = number(matcher.group(1));
        return second(matcher).map(body -> Fault.storedFailure(code, body)).orElseGet(() -> Fault.storedFailure(code));
    }

    private static Matcher codeAndText(String argument) {
        Matcher matcher = CODE_AND_TEXT.matcher(argument);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + argument + "' does not begin with an HTTP status");
        }
        return matcher;
    }

    private static Optional<String> second(Matcher matcher) {
        return Optional.ofNullable(matcher.group(2));
    }
}
