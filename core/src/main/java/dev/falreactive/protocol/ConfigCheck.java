package dev.falreactive.protocol;

import dev.falreactive.Diagnosis.Finding;
import dev.falreactive.Diagnosis.Level;
import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.FalCredentials.Scheme;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a configuration shows without a call. Says of a credential how it is named and shaped, never what it is. */
final class ConfigCheck {

    private final FalConfig config;

    ConfigCheck(FalConfig config) {
        this.config = config;
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        Optional<URI> proxy = config.proxyUrl();
        URI first = proxy.orElse(config.baseUrl());
        findings.add(tls(first));
        proxy.ifPresent(url -> findings.add(new Finding(
                Level.OK, "proxy", "every call goes to " + url + ", which is told where it is meant to go")));
        config.backupBaseUrl()
                .ifPresent(url -> findings.add(new Finding(
                        Level.OK, "backup", url + " is asked when no connection to the base URL can be made")));
        findings.add(proxy.isPresent() ? toProxy() : credential());
        return findings;
    }

    private static Finding tls(URI url) {
        if ("https".equals(url.getScheme())) {
            return new Finding(Level.OK, "TLS", url.getHost() + " is spoken to by TLS");
        }
        return BaseUrl.isLoopback(String.valueOf(url.getHost()))
                ? new Finding(Level.OK, "TLS", "none is needed: " + url.getHost() + " is this machine")
                : new Finding(
                        Level.NOTE, "TLS", "none: the key and all else can be read on the way to " + url.getHost());
    }

    private Finding toProxy() {
        return config.proxyCredentials()
                .map(credentials -> shape(credentials, false))
                .orElseGet(() -> new Finding(
                        Level.OK,
                        "credential",
                        "none is sent to the proxy, which adds its own"
                                + (config.credentials().isPresent() ? "; the configured one stays here" : "")));
    }

    private Finding credential() {
        return config.credentials()
                .map(credentials -> shape(credentials, config.profile().isFal()))
                .orElseGet(() -> new Finding(
                        config.profile().isFal() ? Level.PROBLEM : Level.NOTE, "credential", "there is none"));
    }

    private Finding shape(FalCredentials credentials, boolean ofFal) {
        String value;
        try {
            value = credentials.headerValue();
        } catch (RuntimeException e) {
            // Not its message: it is the user's, and may quote what it should not.
            return new Finding(
                    Level.PROBLEM,
                    "credential",
                    "it cannot be had: " + e.getClass().getSimpleName());
        }
        boolean key = credentials.scheme() == Scheme.KEY;
        String word = value.substring(0, value.indexOf(' '));
        String secret = value.substring(value.indexOf(' ') + 1);
        int colon = secret.indexOf(':');
        if (ofFal && !key) {
            return new Finding(Level.PROBLEM, "credential", "it is sent as " + word + ", and fal takes Key");
        }
        if (key && (colon <= 0 || colon == secret.length() - 1)) {
            return new Finding(
                    ofFal ? Level.PROBLEM : Level.NOTE,
                    "credential",
                    "it is sent as Key, and is not of the form id:secret that a key of fal has");
        }
        Scheme wanted = config.profile().scheme();
        boolean known = !config.profile().isFal()
                && !config.profile().equals(dev.falreactive.RelayProfile.AUTO)
                && config.proxyUrl().isEmpty();
        return known && wanted != credentials.scheme()
                ? new Finding(
                        Level.NOTE,
                        "credential",
                        "it is sent as " + word + "; this relay is known to want the other scheme")
                : new Finding(Level.OK, "credential", "there is one; it is sent as " + word);
    }
}
