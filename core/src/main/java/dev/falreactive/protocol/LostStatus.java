package dev.falreactive.protocol;

import dev.falreactive.FalConfig;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Behind a proxy of fal's own kind an error may arrive as 200: the official one for Express passes body and headers on and
 * forgets the code. A body that holds nothing but an error gets a code of its kind again.
 */
final class LostStatus {

    /** An error is not larger. */
    private static final int LARGEST = 256 * 1024;

    private static final Set<String> OF_ERRORS = Set.of(
            FieldNames.DETAIL,
            FieldNames.ERROR_TYPE,
            FieldNames.REQUEST_ID,
            FieldNames.RESPONSE_URL,
            FieldNames.STATUS_URL,
            FieldNames.CANCEL_URL);

    private static final Map<Pattern, Integer> REFUSALS = Map.of(
            Pattern.compile("User is locked\\."), 403,
            Pattern.compile("No user found for Key ID and Secret|Invalid Key Authorization header format"), 401,
            Pattern.compile("Cannot access application "), 401,
            Pattern.compile("Application \"[^\"]*\" not found"), 404);

    private LostStatus() {}

    /** The decoder as it is, or, with a proxy, behind the mending of codes. */
    static <T> Function<WireResponse, T> mended(FalConfig config, Function<WireResponse, T> decoder) {
        return config.proxyUrl().isPresent() ? response -> decoder.apply(mended(response)) : decoder;
    }

    /** The same for what is paid for when it is accepted: a refusal is believed in the queue's own words alone. */
    static <T> Function<WireResponse, T> mendedWhenPaid(FalConfig config, Function<WireResponse, T> decoder) {
        return config.proxyUrl().isPresent() ? response -> decoder.apply(mended(response, true)) : decoder;
    }

    static WireResponse mended(WireResponse response) {
        return mended(response, false);
    }

    static WireResponse mended(WireResponse response, boolean paid) {
        if (response.status() != 200 || response.body().length > LARGEST) {
            return response;
        }
        return BodyJson.object(response.body(), UnaryOperator.identity())
                .flatMap(fields -> code(response, fields, paid))
                .map(code -> new WireResponse(code, response.headers(), response.body(), response.receivedAt()))
                .orElse(response);
    }

    private static Optional<Integer> code(WireResponse response, Map<String, @Nullable Object> fields, boolean paid) {
        if (!paid && fields.size() == 1 && fields.containsKey(FieldNames.STATUS)) {
            return switch (Fields.text(fields, FieldNames.STATUS).orElse("")) {
                case "NOT_FOUND" -> Optional.of(404);
                case "ALREADY_COMPLETED" -> Optional.of(400);
                default -> Optional.empty();
            };
        }
        Object detail = fields.get(FieldNames.DETAIL);
        if (detail == null || !OF_ERRORS.containsAll(fields.keySet())) {
            return Optional.empty();
        }
        if (!(detail instanceof String text)) {
            return Optional.of(!paid || isOfAModel(response, detail) ? 422 : 502);
        }
        if (!paid && text.equals(ResultDecoder.PENDING)) {
            return Optional.of(400);
        }
        WireHeaders headers = response.headers();
        Optional<String> type =
                Fields.text(fields, FieldNames.ERROR_TYPE).or(() -> headers.get(HeaderNames.ERROR_TYPE));
        if (headers.get(HeaderNames.TIMEOUT_TYPE).isPresent()) {
            return Optional.of(504);
        }
        if (type.isPresent()) {
            return Optional.of(
                    type.get().equals("bad_request") ? 400 : type.get().startsWith("client_") ? 499 : 500);
        }
        if (headers.get(HeaderNames.REQUEST_ID).isPresent()) {
            return Optional.of(text.startsWith("Path ") ? 404 : 500);
        }
        return Optional.of(paid ? ofTheDoorInItsWords(text) : ofTheDoor(text.toLowerCase(Locale.ROOT)));
    }

    /** Whether it is what a model says of its input, or bears the model's mark. */
    private static boolean isOfAModel(WireResponse response, Object detail) {
        return response.headers().get(HeaderNames.REQUEST_ID).isPresent()
                || detail instanceof List<?> items
                        && !items.isEmpty()
                        && items.stream()
                                .allMatch(item -> item instanceof Map<?, ?> fields
                                        && fields.containsKey(FieldNames.LOC)
                                        && fields.containsKey(FieldNames.MSG));
    }

    /** What else it says may have been said after the job was taken. */
    private static int ofTheDoorInItsWords(String text) {
        return REFUSALS.entrySet().stream()
                .filter(refusal -> refusal.getKey().matcher(text).lookingAt())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(502);
    }

    /** What is said before the model is reached; what is not known may or may not have been passed on. */
    private static int ofTheDoor(String text) {
        if (text.contains("locked") || text.contains("balance")) {
            return 403;
        }
        if (text.contains("authenti") || text.contains("authoriz") || text.contains("key id")) {
            return 401;
        }
        if (text.contains("not found")) {
            return 404;
        }
        return text.contains("too many") || text.contains("concurrent requests") ? 429 : 503;
    }
}
