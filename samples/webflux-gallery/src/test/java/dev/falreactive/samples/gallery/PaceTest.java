package dev.falreactive.samples.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.util.unit.DataSize;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

class PaceTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final Pace pace = new Pace(6, 2, now::get);

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private int taken(String from, int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += pace.take(address(from)).isZero() ? 1 : 0;
        }
        return taken;
    }

    @Test
    void aMinutesWorthMayComeAtOnceAndThenOneAtATime() {
        assertThat(taken("10.0.0.1", 20)).isEqualTo(6);
        assertThat(pace.take(address("10.0.0.1"))).isEqualTo(Duration.ofSeconds(10));
        now.set(Instant.EPOCH.plusSeconds(9));
        assertThat(taken("10.0.0.1", 1)).isZero();
        now.set(Instant.EPOCH.plusSeconds(10));
        assertThat(taken("10.0.0.1", 5)).isEqualTo(1);
        now.set(Instant.EPOCH.plusSeconds(10_000));
        assertThat(taken("10.0.0.1", 20)).isEqualTo(6);
    }

    @Test
    void oneAddressDoesNotHoldBackAnother() {
        assertThat(taken("10.0.0.1", 20)).isEqualTo(6);
        assertThat(taken("10.0.0.2", 20)).isEqualTo(6);
    }

    @Test
    void aVisitorWithManyAddressesIsOneVisitor() {
        assertThat(taken("2001:db8:1:2::1", 4) + taken("2001:db8:1:2:ffff::9", 4))
                .isEqualTo(6);
        assertThat(taken("2001:db8:1:3::1", 4)).isEqualTo(4);
    }

    @Test
    void whatIsRememberedIsBounded() {
        for (int i = 0; i < 30_000; i++) {
            pace.take(address("10." + (i >> 16) + "." + ((i >> 8) & 255) + "." + (i & 255)));
        }
        assertThat(pace.remembered()).isEqualTo(10_000);
    }

    @Test
    void anAddressHasSoManyTabs() {
        InetAddress one = address("10.0.0.1");
        assertThat(pace.tabOpened(one)).isTrue();
        assertThat(pace.tabOpened(one)).isTrue();
        assertThat(pace.tabOpened(one)).isFalse();
        assertThat(pace.tabOpened(address("10.0.0.2"))).isTrue();
        pace.tabClosed(one);
        assertThat(pace.tabOpened(one)).isTrue();
    }

    private final PaceFilter filter = new PaceFilter(new GalleryProperties(
            Path.of("unused"), 1, 1, 3, 1, DataSize.ofMegabytes(1), Duration.ZERO, List.of("localhost")));

    private static MockServerWebExchange exchange(MockServerHttpRequest.BaseBuilder<?> request) {
        return MockServerWebExchange.from(
                request.remoteAddress(new InetSocketAddress("10.0.0.1", 4711)).build());
    }

    @Test
    void whatIsTooFastIsToldWhenToComeBackAndGoesNoFurther() {
        AtomicInteger passed = new AtomicInteger();
        MockServerWebExchange last = null;
        for (int i = 0; i < 4; i++) {
            last = exchange(MockServerHttpRequest.post("/api/jobs"));
            filter.filter(last, next -> Mono.fromRunnable(passed::incrementAndGet))
                    .block();
        }
        assertThat(passed).hasValue(3);
        assertThat(last.getResponse().getStatusCode().value()).isEqualTo(429);
        assertThat(last.getResponse().getHeaders().getFirst("Retry-After")).isEqualTo("20");
        assertThat(last.getResponse().getBodyAsString().block()).contains("try again in 20 seconds");
        // Reading is not counted.
        MockServerWebExchange read = exchange(MockServerHttpRequest.get("/"));
        filter.filter(read, next -> Mono.fromRunnable(passed::incrementAndGet)).block();
        assertThat(passed).hasValue(4);
    }

    @Test
    void aTabThatIsClosedMakesRoomForAnother() {
        MockServerWebExchange open = exchange(MockServerHttpRequest.get("/api/events"));
        Disposable first = filter.filter(open, next -> Mono.never()).subscribe();
        MockServerWebExchange refused = exchange(MockServerHttpRequest.get("/api/events"));
        filter.filter(refused, next -> Mono.never()).block(Duration.ofSeconds(5));
        assertThat(refused.getResponse().getStatusCode().value()).isEqualTo(429);
        first.dispose();
        MockServerWebExchange again = exchange(MockServerHttpRequest.get("/api/events"));
        filter.filter(again, next -> Mono.empty()).block(Duration.ofSeconds(5));
        assertThat(again.getResponse().getStatusCode()).isNull();
    }
}
