package dev.falreactive.samples.gallery;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
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

/** Keeps every address to its {@link Pace}. Behind a proxy, {@code server.forward-headers-strategy} makes it the visitor's. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
class PaceFilter implements WebFilter {

    private final Pace pace;

    PaceFilter(GalleryProperties gallery) {
        this.pace = new Pace(gallery.changesPerMinute(), gallery.maxTabsPerAddress(), InstantSource.system());
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        InetAddress address = address(exchange);
        HttpMethod method = exchange.getRequest().getMethod();
        if (method == HttpMethod.POST || method == HttpMethod.DELETE) {
            Duration wait = pace.take(address);
            return wait.isZero() ? chain.filter(exchange) : tooFast(exchange, wait);
        }
        if (exchange.getRequest().getPath().value().equals("/api/events")) {
            return Mono.defer(() -> pace.tabOpened(address)
                    ? chain.filter(exchange).doFinally(end -> pace.tabClosed(address))
                    : Problem.answer(
                            exchange, HttpStatus.TOO_MANY_REQUESTS, "tabs", "Too many tabs of this gallery are open."));
        }
        return chain.filter(exchange);
    }

    private static Mono<Void> tooFast(ServerWebExchange exchange, Duration wait) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        exchange.getResponse().getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        return Problem.answer(
                exchange,
                HttpStatus.TOO_MANY_REQUESTS,
                "too-fast",
                "That was a lot at once. Nothing was sent; try again in " + seconds
                        + (seconds == 1 ? " second." : " seconds."));
    }

    private static InetAddress address(ServerWebExchange exchange) {
        InetSocketAddress remote = exchange.getRequest().getRemoteAddress();
        InetAddress address = remote == null ? null : remote.getAddress();
        return address == null ? InetAddress.getLoopbackAddress() : address;
    }
}
