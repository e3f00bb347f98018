package dev.falreactive.boot;

import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.reactor.ReactorFalClient;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** The credentials of all clients that can be made. A lazy one that cannot be is left out, until somebody else has made it. */
final class ClientKeys {

    private final ConfigurableListableBeanFactory beans;
    private final Map<String, List<FalCredentials>> known = new ConcurrentHashMap<>();
    // Not tried again for each value that is shown: that may take its time.
    private final Set<String> failed = ConcurrentHashMap.newKeySet();

    ClientKeys(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    Stream<FalCredentials> all() {
        return Arrays.stream(beans.getBeanNamesForType(ReactorFalClient.class)).flatMap(this::of);
    }

    private Stream<FalCredentials> of(String bean) {
        List<FalCredentials> present = known.get(bean);
        if (present != null) {
            return present.stream();
        }
        if (failed.contains(bean) && !beans.containsSingleton(bean)) {
            return Stream.empty();
        }
        try {
            List<FalCredentials> made =
                    of(beans.getBean(bean, ReactorFalClient.class).config());
            known.put(bean, made);
            return made.stream();
        } catch (BeansException e) {
            failed.add(bean);
            return Stream.empty();
        }
    }

    private static List<FalCredentials> of(FalConfig config) {
        return Stream.concat(config.credentials().stream(), config.proxyCredentials().stream())
                .toList();
    }
}
