package dev.falreactive.reactor;

import dev.falreactive.Diagnosis;
import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.FalCredentials.Scheme;
import dev.falreactive.RelayProfile;
import dev.falreactive.RelayProfile.Offer;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.resolver.NoopAddressResolverGroup;
import java.io.File;
import javax.net.ssl.SSLException;
import reactor.core.publisher.Mono;
import reactor.netty.transport.ProxyProvider;

/** The code of {@code docs/relays.md}, word by word; {@link RelaysGuideTest} and {@link RoutesTest} run it. */
final class RelaySnippets {

    private RelaySnippets() {}

    static FalConfig preset(String url, String token) {
        return FalConfig.builder()
                .baseUrl(url)
                .profile(RelayProfile.KEY4U)
                .credentials(FalCredentials.bearer(token))
                .build();
    }

    static RelayProfile ownRelay() {
        return RelayProfile.AUTO
                .withName("our-gateway")
                .withScheme(Scheme.BEARER)
                .withPathPrefix("/ai/fal")
                .withStatusPath(Offer.ABSENT)
                .withCancelPath(Offer.ABSENT);
    }

    static FalConfig throughFalProxy(String route) {
        return FalConfig.builder().proxyUrl(route).build();
    }

    static Mono<Diagnosis> look(ReactorFalClient client) {
        return client.diagnose().doOnNext(System.out::println);
    }

    static ReactorFalClient throughHttpProxy(FalConfig config, String host, int port) {
        return ReactorFalClient.builder(config)
                .httpClient(http -> http.resolver(NoopAddressResolverGroup.INSTANCE)
                        .proxy(proxy -> proxy.type(ProxyProvider.Proxy.HTTP)
                                .host(host)
                                .port(port)
                                .username("user")
                                .password(user -> "password")))
                .build();
    }

    static ReactorFalClient throughSocks(FalConfig config, String host, int port) {
        return ReactorFalClient.builder(config)
                .httpClient(http -> http.resolver(NoopAddressResolverGroup.INSTANCE)
                        .proxy(proxy -> proxy.type(ProxyProvider.Proxy.SOCKS5)
                                .host(host)
                                .port(port)))
                .build();
    }

    static ReactorFalClient trusting(FalConfig config, File certificates) throws SSLException {
        SslContext tls =
                SslContextBuilder.forClient().trustManager(certificates).build();
        return ReactorFalClient.builder(config)
                .httpClient(http -> http.secure(spec -> spec.sslContext(tls)))
                .build();
    }
}
