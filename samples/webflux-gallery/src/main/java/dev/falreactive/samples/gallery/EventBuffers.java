package dev.falreactive.samples.gallery;

import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Events are written into plain heap memory: a tab is closed on one thread while an event for it is written on another, and
 * what is lost between the two would never go back to Netty's pool.
 */
@Component
@Order(0)
class EventBuffers implements WebFilter {

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return exchange.getRequest().getPath().value().equals("/api/events")
                ? chain.filter(exchange.mutate()
                        .response(new OnHeap(exchange.getResponse()))
                        .build())
                : chain.filter(exchange);
    }

    private static final class OnHeap extends ServerHttpResponseDecorator {

        OnHeap(ServerHttpResponse response) {
            super(response);
        }

        @Override
        public DataBufferFactory bufferFactory() {
            return DefaultDataBufferFactory.sharedInstance;
        }
    }
}
