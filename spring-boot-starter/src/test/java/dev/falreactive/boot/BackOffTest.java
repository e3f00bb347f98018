package dev.falreactive.boot;

import static dev.falreactive.boot.ClientPropertiesTest.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.kotlin.CoroutineFalClient;
import dev.falreactive.reactor.ReactorFalClient;
import dev.falreactive.rxjava3.RxFalClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

class BackOffTest {

    @Test
    void allFacesShareOneClient() {
        Contexts.runner().withPropertyValues("fal.key=" + KEY).run(context -> {
            assertThat(context).hasSingleBean(ReactorFalClient.class);
            FalConfig config = context.getBean(ReactorFalClient.class).config();
            assertThat(context.getBean(RxFalClient.class).config()).isSameAs(config);
            assertThat(context.getBean(CoroutineFalClient.class).getConfig()).isSameAs(config);
        });
    }

    @Test
    void aFaceWithoutItsLibraryIsNotMade() {
        Contexts.runner()
                .withPropertyValues("fal.key=" + KEY, "fal.clients.x.key=" + KEY)
                .withClassLoader(new FilteredClassLoader(
                        "io.reactivex", "dev.falreactive.rxjava3", "kotlin", "kotlinx", "dev.falreactive.kotlin"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasBean("falClient")
                        .hasBean("xFalClient")
                        .doesNotHaveBean("rxFalClient")
                        .doesNotHaveBean("xRxFalClient")
                        .doesNotHaveBean("coroutineFalClient")
                        .doesNotHaveBean("xCoroutineFalClient"));
    }

    @Test
    void aClientOfOnesOwnTakesThePlace() {
        Contexts.runner().withUserConfiguration(OwnClient.class).run(context -> {
            assertThat(context).hasSingleBean(ReactorFalClient.class).doesNotHaveBean(FalConfig.class);
            assertThat(context.getBean(ReactorFalClient.class).config().baseUrl())
                    .hasToString("https://own.example");
            assertThat(context.getBean(RxFalClient.class).config().baseUrl()).hasToString("https://own.example");
        });
    }

    @Test
    void aConfigurationOfOnesOwnTakesThePlace() {
        Contexts.runner().withUserConfiguration(OwnConfig.class).run(context -> {
            assertThat(context).hasSingleBean(FalConfig.class);
            assertThat(context.getBean(ReactorFalClient.class).config()).isSameAs(context.getBean(FalConfig.class));
        });
    }

    @Test
    void customizersHaveTheLastWordInTheirOrder() {
        Contexts.runner()
                .withPropertyValues("fal.key=" + KEY, "fal.clients.x.key=" + KEY, "fal.request-timeout=1s")
                .withUserConfiguration(Customizers.class)
                .run(context -> {
                    assertThat(context.getBean(ReactorFalClient.class).config().requestTimeout())
                            .isEqualTo(Duration.ofSeconds(22));
                    assertThat(context.getBean(Customizers.class).seen)
                            .contains("config default", "http default", "client default")
                            .contains("config x", "http x", "client x");
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnClient {

        @Bean
        ReactorFalClient mine() {
            return ReactorFalClient.create(
                    FalConfig.builder().baseUrl("https://own.example").build());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnConfig {

        @Bean
        FalConfig mine() {
            return FalConfig.builder()
                    .baseUrl("https://own.example")
                    .credentials(FalCredentials.bearer("t"))
                    .build();
        }
    }

    @Configuration
    static class Customizers {

        final List<String> seen = new CopyOnWriteArrayList<>();

        @Bean
        @Order(2)
        FalConfigCustomizer second() {
            return (client, config) -> {
                seen.add("config " + client);
                config.requestTimeout(Duration.ofSeconds(22));
            };
        }

        @Bean
        @Order(1)
        FalConfigCustomizer first() {
            return (client, config) -> config.requestTimeout(Duration.ofSeconds(11));
        }

        @Bean
        FalHttpClientCustomizer http() {
            return (client, http) -> {
                seen.add("http " + client);
                return http;
            };
        }

        @Bean
        FalClientCustomizer client() {
            return (client, builder) -> seen.add("client " + client);
        }
    }
}
