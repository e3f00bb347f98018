package dev.falreactive.samples.gallery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.falreactive.guards.BlockHoundGuard;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.WebFilter;
import reactor.blockhound.BlockingOperationError;

@GalleryTest
@Import(BlockHoundIsOnTest.Blocking.class)
class BlockHoundIsOnTest implements BlockHoundGuard {

    @TestConfiguration(proxyBeanMethods = false)
    static class Blocking {

        @Bean
        AtomicReference<Throwable> caught() {
            return new AtomicReference<>();
        }

        /** Blocks on purpose, on the server's event loop: it is what is to be caught. */
        @Bean
        @Order(0)
        WebFilter blocking(AtomicReference<Throwable> caught) {
            return (exchange, chain) -> {
                if (exchange.getRequest().getPath().value().equals("/block")) {
                    caught.set(catchThrowable(BlockHoundGuard::block));
                }
                return chain.filter(exchange);
            };
        }
    }

    @Autowired
    AtomicReference<Throwable> caught;

    @Test
    void aBlockingCallOfTheServerIsCaught(@LocalServerPort int port) {
        Gallery.on(port).get("/");
        assertThat(caught.get()).isNull();
        Gallery.on(port).get("/block");
        assertThat(caught.get()).isInstanceOf(BlockingOperationError.class);
    }
}
