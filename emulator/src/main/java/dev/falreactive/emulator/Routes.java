package dev.falreactive.emulator;

import dev.falreactive.EndpointId;
import dev.falreactive.FalException;
import dev.falreactive.protocol.HttpMethod;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a request's method and path. Also takes the aliases: a slash at the end, full ids, {@code /response}. */
final class Routes {

    private static final String REQUESTS = "requests";
    private static final String OWN = "_emulator";
    private static final String STREAM = "stream";
    private static final String KEY_SET = ".well-known/jwks.json";
    private static final String INITIATE = "storage/upload/initiate";
    private static final String INITIATE_PARTS = INITIATE + "-multipart";
    private static final Pattern PART = Pattern.compile("[1-9]\\d{0,4}");
    private static final Pattern SLASHES = Pattern.compile("/+$");
    private static final Pattern PICTURE = Pattern.compile("(\\d{1,2})\\.(jpeg|png)");

    private final String prefix;

    Routes(String prefix) {
        this.prefix = prefix;
    }

    Route parse(HttpMethod method, String rawPath) {
        if (!rawPath.startsWith(prefix + "/")) {
            return new Route.Nowhere();
        }
        String path = SLASHES.matcher(rawPath.substring(prefix.length() + 1)).replaceAll("");
        List<String> segments =
                Arrays.stream(path.split("/", -1)).map(Routes::decoded).toList();
        if (segments.get(0).equals(OWN)) {
            return own(method, segments.subList(1, segments.size()));
        }
        if (path.equals(KEY_SET)) {
            return method == HttpMethod.GET ? new Route.WebhookKeySet() : new Route.WrongMethod();
        }
        if (path.equals(INITIATE) || path.equals(INITIATE_PARTS)) {
            return call(method, HttpMethod.POST, new Route.InitiateUpload(path.equals(INITIATE_PARTS)));
        }
        for (int at = 2; at < segments.size() - 1; at++) {
            if (segments.get(at).equals(REQUESTS)) {
                return ofJob(
                        method,
                        endpoint(segments.subList(0, at)),
                        segments.get(at + 1),
                        segments.subList(at + 2, segments.size()));
            }
        }
        return method == HttpMethod.POST ? new Route.Submit(endpoint(segments), path) : new Route.Nowhere();
    }

    /** Of the port for direct calls, which also shows images. */
    Route direct(HttpMethod method, String rawPath) {
        Route route = parse(method, rawPath);
        if (!(route instanceof Route.Submit submit)) {
            return route instanceof Route.OfJob ? new Route.Nowhere() : route;
        }
        Optional<EndpointId> streamed = submit.endpoint()
                .filter(id -> id.path()
                        .filter(path -> path.equals(STREAM) || path.endsWith("/" + STREAM))
                        .isPresent());
        return streamed.map(id -> id.toString())
                .map(id -> EndpointId.of(id.substring(0, id.length() - STREAM.length() - 1)))
                .<Route>map(id -> new Route.Direct(Optional.of(id), submit.path(), true))
                .orElseGet(() -> new Route.Direct(submit.endpoint(), submit.path(), false));
    }

    private static Route own(HttpMethod method, List<String> rest) {
        if (rest.equals(List.of("ledger"))) {
            return method == HttpMethod.GET ? new Route.LedgerDump() : new Route.WrongMethod();
        }
        if (rest.equals(List.of("webhooks"))) {
            return method == HttpMethod.GET ? new Route.WebhookDump() : new Route.WrongMethod();
        }
        if (rest.size() > 1 && rest.get(0).equals("uploads")) {
            return upload(method, rest.get(1), rest.subList(2, rest.size()));
        }
        if (rest.size() == 3 && rest.get(0).equals("files")) {
            return call(method, HttpMethod.GET, new Route.StoredFile(rest.get(1)));
        }
        if (rest.size() == 3 && rest.get(0).equals("images")) {
            Matcher name = PICTURE.matcher(rest.get(2));
            if (name.matches()) {
                PictureFormat format = PictureFormat.named(name.group(2));
                return method == HttpMethod.GET
                        ? new Route.Media(rest.get(1), Integer.parseInt(name.group(1)), format)
                        : new Route.WrongMethod();
            }
        }
        return new Route.Nowhere();
    }

    private static Route upload(HttpMethod method, String id, List<String> rest) {
        if (rest.equals(List.of("complete"))) {
            return call(method, HttpMethod.POST, new Route.CompleteUpload(id));
        }
        if (rest.isEmpty()) {
            return call(method, HttpMethod.PUT, new Route.Upload(id, OptionalInt.empty()));
        }
        return rest.size() == 1 && PART.matcher(rest.get(0)).matches()
                ? call(method, HttpMethod.PUT, new Route.Upload(id, OptionalInt.of(Integer.parseInt(rest.get(0)))))
                : new Route.Nowhere();
    }

    private static Route ofJob(HttpMethod method, Optional<EndpointId> endpoint, String id, List<String> rest) {
        if (endpoint.isEmpty()) {
            return new Route.Nowhere();
        }
        EndpointId app = endpoint.get().app();
        return switch (String.join("/", rest)) {
            case "", "response" -> call(method, HttpMethod.GET, new Route.OfJob(Phase.RESULT, app, id));
            case "status" -> call(method, HttpMethod.GET, new Route.OfJob(Phase.STATUS, app, id));
            case "status/stream" -> call(method, HttpMethod.GET, new Route.OfJob(Phase.STREAM, app, id));
            case "cancel" -> call(method, HttpMethod.PUT, new Route.OfJob(Phase.CANCEL, app, id));
            default -> new Route.Nowhere();
        };
    }

    private static Route call(HttpMethod method, HttpMethod right, Route route) {
        return method == right ? route : new Route.WrongMethod();
    }

    private static Optional<EndpointId> endpoint(List<String> segments) {
        try {
            return segments.size() < 2 ? Optional.empty() : Optional.of(EndpointId.of(String.join("/", segments)));
        } catch (FalException.InvalidInput e) {
            return Optional.empty();
        }
    }

    // URLDecoder reads forms, where a plus is a space; in a path it is a plus.
    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return segment;
        }
    }
}
