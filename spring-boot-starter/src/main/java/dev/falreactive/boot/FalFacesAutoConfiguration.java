package dev.falreactive.boot;

import dev.falreactive.kotlin.CoroutineFalClient;
import dev.falreactive.reactor.ReactorFalClient;
import dev.falreactive.rxjava3.RxFalClient;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The other faces of the default client, for those whose library is there. They share its connections and limits. */
@AutoConfiguration(after = FalAutoConfiguration.class)
@ConditionalOnSingleCandidate(ReactorFalClient.class)
public class FalFacesAutoConfiguration {

    /** For Spring. */
    public FalFacesAutoConfiguration() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RxFalClient.class)
    static class Rx {

        @Bean(destroyMethod = "")
        @ConditionalOnMissingBean
        RxFalClient rxFalClient(ReactorFalClient client) {
            return RxFace.of(client);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(CoroutineFalClient.class)
    static class Coroutines {

        @Bean(destroyMethod = "")
        @ConditionalOnMissingBean
        CoroutineFalClient coroutineFalClient(ReactorFalClient client) {
            return CoroutineFace.of(client);
        }
    }
}
