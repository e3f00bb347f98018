package dev.falreactive.samples.gallery;

import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Other sites' pages may not use the gallery through somebody's browser: they could spend the account's money. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class OwnPageOnly implements WebFilter {

    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Set<String> hosts;

    OwnPageOnly(GalleryProperties gallery) {
        this.hosts = gallery.hosts().stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        if (!hosts.contains(hostOf(headers))) {
            return Problem.answer(
                    exchange,
                    HttpStatus.MISDIRECTED_REQUEST,
                    "host",
                    "This gallery does not go by that name. Whoever runs it can allow it: gallery.hosts.");
        }
        if (!SAFE.contains(exchange.getRequest().getMethod()) && !sameOrigin(headers)) {
            return Problem.answer(
                    exchange, HttpStatus.FORBIDDEN, "cross-site", "Only the gallery's own page may do this.");
        }
        return chain.filter(exchange);
    }

    private static String hostOf(HttpHeaders headers) {
        InetSocketAddress host = headers.getHost();
        return host == null ? "" : host.getHostString().toLowerCase(Locale.ROOT);
    }

    /** A browser says where a request comes from; what says nothing is no browser, and carries nobody's cookies. */
    private static boolean sameOrigin(HttpHeaders headers) {
        String site = headers.getFirst("Sec-Fetch-Site");
        String origin = headers.getOrigin();
        return (site == null || site.equals("same-origin")) && (origin == null || isHost(origin, headers));
    }

    private static boolean isHost(String origin, HttpHeaders headers) {
        @Nullable String host = headers.getFirst(HttpHeaders.HOST);
        return host != null
                && (origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host));
    }
}
