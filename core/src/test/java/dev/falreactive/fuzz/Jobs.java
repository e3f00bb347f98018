package dev.falreactive.fuzz;

import dev.falreactive.Endpoint;
import dev.falreactive.FalConfig;
import dev.falreactive.QueueTicket;
import dev.falreactive.protocol.QueueProtocol;
import dev.falreactive.protocol.WireRequest;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What holds for a ticket, wherever its parts came from. */
final class Jobs {

    private static final List<String> BASES = List.of(
            "https://queue.fal.run",
            "https://relay.example/fal/v1",
            "https://relay.example:8443/fal-ai",
            "http://[::1]:8080");

    private Jobs() {}

    static void hold(QueueTicket ticket) {
        String json = ticket.toJson();
        Expect.that(QueueTicket.fromJson(json).equals(ticket), () -> "does not come back: " + json);
        Expect.that(json.indexOf('\n') < 0 && json.indexOf('\r') < 0, () -> "more than one line: " + json);
        Expect.oneLine(ticket.toString());
        BASES.forEach(base -> goTo(base, ticket));
    }

    /** Every request about the job goes to the configured origin and prefix, and names the job. */
    static void goTo(String base, QueueTicket ticket) {
        FalConfig config = FalConfig.builder()
                .baseUrl(base)
                .credentials(Canary.credentials())
                .build();
        QueueProtocol protocol = new QueueProtocol(config);
        for (WireRequest request : List.of(
                protocol.status(ticket, false).request(),
                protocol.status(ticket, true).request(),
                protocol.result(Endpoint.json(ticket.endpoint().toString()), ticket, true)
                        .request(),
                protocol.cancel(ticket).request())) {
            Expect.that(protocol.isConfiguredOrigin(request.uri()), () -> "elsewhere: " + request.uri());
            goesTo(config.baseUrl(), request.uri(), ticket.requestId());
        }
    }

    private static void goesTo(URI base, URI uri, String id) {
        Expect.that(base.getScheme().equals(uri.getScheme()), () -> "another scheme: " + uri);
        Expect.that(base.getRawAuthority().equals(uri.getRawAuthority()), () -> "another host: " + uri);
        Expect.that(uri.getRawFragment() == null, () -> "a fragment: " + uri);
        Expect.that(uri.getRawQuery() == null || uri.getRawQuery().equals("logs=1"), () -> "a query: " + uri);
        String path = uri.getRawPath();
        Expect.that(path.startsWith(base.getRawPath() + "/"), () -> "without the prefix: " + uri);
        Expect.that(path.chars().allMatch(c -> c > 0x20 && c < 0x7f), () -> "not ASCII: " + uri);
        List<String> segments = Arrays.asList(path.substring(1).split("/", -1));
        Expect.that(segments.stream().noneMatch(Jobs::leadsElsewhere), () -> "leads elsewhere: " + uri);
        boolean named = false;
        for (int i = 2; i < segments.size(); i++) {
            named |= segments.get(i - 1).equals("requests")
                    && decoded(segments.get(i)).equals(id);
        }
        boolean its = named;
        Expect.that(its, () -> "does not name " + id + ": " + uri);
    }

    /** Empty and dot segments, also with an encoded dot or with path parameters, which some servers cut off. */
    private static boolean leadsElsewhere(String segment) {
        int parameters = segment.indexOf(';');
        String plain = (parameters < 0 ? segment : segment.substring(0, parameters))
                .toLowerCase(Locale.ROOT)
                .replace("%2e", ".");
        return plain.isEmpty() || plain.equals(".") || plain.equals("..");
    }

    private static String decoded(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
