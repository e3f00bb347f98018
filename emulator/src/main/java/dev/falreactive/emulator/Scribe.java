package dev.falreactive.emulator;

import dev.falreactive.protocol.WireHeaders;
import dev.falreactive.protocol.WireRequest;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes requests into the ledger, without what is secret. */
final class Scribe {

    private static final Set<String> PLAIN_HEADERS = Set.of("accept", "content-type", "user-agent");

    private static final Pattern TOKEN = Pattern.compile("(^|&)(fal_jwt_token|signature)=[^&]*");
    private static final int MAX_KNOWN = 256;

    private final Map<WireHeaders, WireHeaders> known = new ConcurrentHashMap<>();
    private static final Pattern WEBHOOK = Pattern.compile("((?:^|&)" + Query.WEBHOOK + "=)([^&]*)");

    private final Ledger ledger;
    private final int maxBodyBytes;

    Scribe(Ledger ledger, int maxBodyBytes) {
        this.ledger = ledger;
        this.maxBodyBytes = maxBodyBytes;
    }

    /** The job is the one that a submit made. */
    LedgerEntry record(Call call, Optional<String> job, int status, Instant at) {
        WireRequest request = call.request();
        Route route = call.route();
        String body =
                new String(request.body(), 0, Math.min(request.body().length, maxBodyBytes), StandardCharsets.UTF_8);
        Optional<String> scheme = request.headers().get(Headers.AUTHORIZATION).map(Scribe::scheme);
        return ledger.add(
                number -> new LedgerEntry(
                        number,
                        at,
                        route.phase(),
                        call.strike().names(),
                        request.method(),
                        request.uri().getRawPath(),
                        Optional.ofNullable(request.uri().getRawQuery()).map(Scribe::withoutSecrets),
                        route.namedId().or(() -> job),
                        status,
                        scheme,
                        shared(selected(request.headers())),
                        body,
                        false),
                route.phase().filter(Phase.MEDIA::equals).isPresent());
    }

    /** The same object for equal headers: a client sends the same ones with each call. */
    private WireHeaders shared(WireHeaders headers) {
        if (known.size() >= MAX_KNOWN) {
            known.clear();
        }
        WireHeaders same = known.putIfAbsent(headers, headers);
        return same == null ? headers : same;
    }

    // A header without a space may be the secret itself.
    private static String scheme(String authorization) {
        int space = authorization.strip().indexOf(' ');
        return space < 0 ? "?" : authorization.strip().substring(0, space);
    }

    private static String withoutSecrets(String query) {
        String withoutToken = TOKEN.matcher(query).replaceAll("$1$2=");
        return WEBHOOK.matcher(withoutToken).replaceAll(found -> {
            String url = URLDecoder.decode(found.group(2), StandardCharsets.UTF_8);
            String shown = new WebhookTarget(url).shown();
            return Matcher.quoteReplacement(
                    shown.equals(url)
                            ? found.group()
                            : found.group(1) + URLEncoder.encode(shown, StandardCharsets.UTF_8));
        });
    }

    private static WireHeaders selected(WireHeaders headers) {
        Map<String, String> selected = new TreeMap<>();
        headers.asMap().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            boolean ofFal = lower.startsWith("x-fal-") || lower.startsWith("x-app-fal-");
            if ((ofFal && !lower.endsWith("token")) || PLAIN_HEADERS.contains(lower)) {
                selected.put(lower, value);
            }
        });
        return WireHeaders.of(selected);
    }
}
