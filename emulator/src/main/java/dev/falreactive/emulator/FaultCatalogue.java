package dev.falreactive.emulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** All faults that have a form as text, by their names. */
final class FaultCatalogue {

    /**
     * One name.
     *
     * @param forms examples of it, with and without an argument
     */
    record Entry(List<String> forms, Function<Optional<String>, Fault> maker) {}

    /** Families: any error code may stand where the catalogue has a few. */
    private static final Pattern WITH_CODE = Pattern.compile("(edge|app)-([45]\\d\\d)");

    private static final Map<String, Entry> ENTRIES = entries();

    private FaultCatalogue() {}

    /** In the order in which a reader would want them. */
    static List<String> names() {
        return List.copyOf(ENTRIES.keySet());
    }

    /** An example or two of each. */
    static List<String> forms() {
        return ENTRIES.values().stream()
                .flatMap(entry -> entry.forms().stream())
                .toList();
    }

    /**
     * Makes a fault.
     *
     * @throws IllegalArgumentException if there is none of this name, or its argument makes no sense; says which there are
     */
    static Fault make(String name, Optional<String> argument) {
        Entry entry = ENTRIES.get(name);
        if (entry == null) {
            return withCode(name, argument)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "there is no fault '" + name + "'; there are: " + String.join(", ", forms())));
        }
        try {
            return entry.maker().apply(argument);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    name + ": " + e.getMessage() + "; use it as " + String.join(" or ", entry.forms()), e);
        }
    }

    private static Optional<Fault> withCode(String name, Optional<String> argument) {
        if (!WITH_CODE.matcher(name).matches()) {
            return Optional.empty();
        }
        int code = FaultArguments.number(name.substring(name.length() - 3));
        return Optional.of(name.startsWith("edge") ? none(argument, () -> Fault.edgePage(code)) : app(code, argument));
    }

    private static Map<String, Entry> entries() {
        Map<String, Entry> all = new LinkedHashMap<>();
        for (int code : List.of(502, 503, 504)) {
            plain(all, "edge-" + code, () -> Fault.edgePage(code));
        }
        for (int code : List.of(500, 503)) {
            String name = "app-" + code;
            all.put(name, new Entry(List.of(name, name + "(out of memory)"), argument -> app(code, argument)));
        }
        plain(all, "user-timeout", Fault::userTimeout);
        optional(all, "rate-limited", "1s", Fault::rateLimited, text -> Fault.rateLimited(DurationText.read(text)));
        needed(all, "concurrency-limit", "20", text -> Fault.concurrencyLimit(FaultArguments.number(text)));
        needed(all, "redirect", "http://127.0.0.1:1/", FaultArguments::redirect);
        needed(all, "relay-error", "502,no upstream", FaultArguments.codeAndText(Fault::relayError));
        needed(all, "relay-message", "502,no upstream", FaultArguments.codeAndText(Fault::relayMessage));
        needed(all, "respond", "418,{\"detail\":\"a teapot\"}", FaultArguments::respond);
        plain(all, "drop-before-handling", Fault::dropBeforeHandling);
        plain(all, "accept-then-drop", Fault::acceptThenDrop);
        plain(all, "half-reply", Fault::halfReply);
        optional(all, "stall", "3s", Fault::stall, text -> Fault.stall(DurationText.read(text)));
        needed(all, "drip", "50ms", text -> Fault.slowDrip(DurationText.read(text)));
        needed(all, "delay", "2s", text -> Fault.delay(DurationText.read(text)));
        needed(all, "huge-body", "20000000", text -> Fault.hugeBody(FaultArguments.size(text)));
        plain(all, "endless-header", Fault::endlessHeader);
        needed(all, "deep-nesting", "5000", text -> Fault.deepNesting(FaultArguments.number(text)));
        plain(all, "garbage", Fault::garbage);
        plain(all, "empty", Fault::empty);
        needed(all, "status-word", "PROCESSING", Fault::statusWord);
        needed(all, "without", "logs", Fault::withoutField);
        plain(all, "legacy-logs", Fault::legacyLogs);
        needed(all, "foreign-urls", "https://queue.fal.run", Fault::foreignUrls);
        needed(all, "stream-cut", "2", text -> StreamFault.cut(FaultArguments.number(text)));
        needed(all, "stream-end", "2", text -> StreamFault.end(FaultArguments.number(text)));
        needed(all, "stream-silence", "1", text -> StreamFault.silence(FaultArguments.number(text)));
        needed(all, "stream-error", "1", text -> StreamFault.error(FaultArguments.number(text)));
        needed(all, "stream-form", "crlf", StreamFault::form);
        needed(all, "upload-cut", "100000", text -> UploadFault.cutAfter(FaultArguments.size(text)));
        plain(all, "expired", Fault::expired);
        needed(all, "requeued", "1", text -> Fault.requeued(FaultArguments.number(text)));
        needed(all, "completed-with-error", "out of memory,runner_server_error", FaultArguments::completedWithError);
        needed(all, "stored-failure", "422", FaultArguments::storedFailure);
        return all;
    }

    private static void plain(Map<String, Entry> all, String name, Supplier<Fault> maker) {
        all.put(name, new Entry(List.of(name), argument -> none(argument, maker)));
    }

    private static void needed(Map<String, Entry> all, String name, String example, Function<String, Fault> maker) {
        all.put(
                name,
                new Entry(
                        List.of(form(name, example)),
                        argument -> maker.apply(
                                argument.orElseThrow(() -> new IllegalArgumentException("an argument is missing")))));
    }

    private static void optional(
            Map<String, Entry> all, String name, String example, Supplier<Fault> bare, Function<String, Fault> maker) {
        List<String> forms = List.of(name, form(name, example));
        all.put(name, new Entry(forms, argument -> argument.map(maker).orElseGet(bare)));
    }

    private static Fault app(int code, Optional<String> detail) {
        return Fault.appError(code, detail.orElseGet(() -> FaultBodies.appDetail(code)));
    }

    private static Fault none(Optional<String> argument, Supplier<Fault> maker) {
        if (argument.isPresent()) {
            throw new IllegalArgumentException("takes no argument");
        }
        return maker.get();
    }

    private static String form(String name, String argument) {
        return name + "(" + argument + ")";
    }
}
