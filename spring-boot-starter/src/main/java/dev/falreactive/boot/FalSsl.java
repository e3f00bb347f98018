package dev.falreactive.boot;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.util.Arrays;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;
import reactor.netty.http.client.HttpClient;

/** Secures an HTTP client by the SSL bundle that its properties name. */
final class FalSsl {

    private FalSsl() {}

    static HttpClient secured(HttpClient http, String property, @Nullable String name, @Nullable SslBundles bundles) {
        if (name == null || name.isBlank()) {
            return http;
        }
        if (bundles == null) {
            throw InvalidProperty.of(property, "there are no SSL bundles");
        }
        try {
            SslContext context = context(bundles.getBundle(name));
            return http.secure(spec -> spec.sslContext(context));
        } catch (NoSuchSslBundleException e) {
            throw InvalidProperty.of(property, "there is no SSL bundle called '" + name + "'");
        } catch (SSLException e) {
            throw InvalidProperty.of(property, "the SSL bundle '" + name + "' cannot be used: " + e.getMessage());
        }
    }

    private static SslContext context(SslBundle bundle) throws SSLException {
        SslOptions options = bundle.getOptions();
        SslContextBuilder builder = SslContextBuilder.forClient()
                .keyManager(bundle.getManagers().getKeyManagerFactory())
                .trustManager(bundle.getManagers().getTrustManagerFactory());
        if (options.getCiphers() != null) {
            builder.ciphers(Arrays.asList(options.getCiphers()));
        }
        if (options.getEnabledProtocols() != null) {
            builder.protocols(options.getEnabledProtocols());
        }
        return builder.build();
    }
}
