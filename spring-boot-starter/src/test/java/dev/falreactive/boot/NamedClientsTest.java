package dev.falreactive.boot;

import static dev.falreactive.boot.ClientPropertiesTest.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.falreactive.kotlin.CoroutineFalClient;
import dev.falreactive.reactor.ReactorFalClient;
import dev.falreactive.rxjava3.RxFalClient;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class NamedClientsTest {

    private static final ApplicationContextRunner TWO = Contexts.runner()
            .withPropertyValues(
                    "fal.key=" + KEY,
                    "fal.clients.relay.key=relay-token",
                    "fal.clients.relay.auth=bearer",
                    "fal.clients.relay.base-url=https://relay.example/fal",
                    "fal.clients.other-account.key=other:account");

    @Test
    @Covers("fal.clients")
    void eachIsInjectedByItsName() {
        TWO.withUserConfiguration(Users.class).run(context -> {
            Users.Picked picked = context.getBean(Users.Picked.class);
            assertThat(picked.unnamed().config().baseUrl()).hasToString("https://queue.fal.run");
            assertThat(picked.relay().config().baseUrl()).hasToString("https://relay.example/fal");
            assertThat(header(picked.relay())).isEqualTo("Bearer relay-token");
            assertThat(header(picked.other())).isEqualTo("Key other:account");
            assertThat(picked.rx().config()).isSameAs(picked.relay().config());
            assertThat(picked.coroutine().getConfig()).isSameAs(picked.relay().config());
        });
    }

    @Test
    void oneIsFoundByItsNameAtRunTime() {
        TWO.run(context -> {
            FalClients clients = context.getBean(FalClients.class);
            assertThat(clients.names()).containsExactlyInAnyOrder("relay", "other-account");
            assertThat(clients.get("relay")).isSameAs(context.getBean("relayFalClient"));
            assertThat(clients.get(FalClients.DEFAULT)).isSameAs(context.getBean(ReactorFalClient.class));
            assertThatThrownBy(() -> clients.get("nobody"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("nobody");
        });
    }

    @Test
    void nothingIsTakenOverFromTheDefaultClient() {
        Contexts.runnerWithEnvironment(Map.of("FAL_KEY", "env:key"))
                .withPropertyValues("fal.clients.relay.base-url=https://relay.example")
                .run(context -> assertThat(Contexts.analysis(context.getStartupFailure()))
                        .satisfies(analysis -> {
                            assertThat(analysis.getDescription()).contains("'fal.clients.relay.key' is not set");
                            assertThat(analysis.getAction()).doesNotContain("FAL_KEY");
                        }));
    }

    @Test
    void withNamedClientsAloneThereNeedBeNoDefaultOne() {
        Contexts.runnerWithEnvironment(Map.of())
                .withPropertyValues("fal.clients.relay.key=t:t")
                .run(context -> {
                    assertThat(context).hasNotFailed().hasBean("relayFalClient").doesNotHaveBean("falClient");
                    assertThatThrownBy(() ->
                                    context.getAutowireCapableBeanFactory().createBean(NeedsOne.class))
                            .hasRootCauseInstanceOf(NoSuchBeanDefinitionException.class);
                });
    }

    @Test
    void theDefaultClientIsNotNamed() {
        Contexts.runner()
                .withPropertyValues("fal.clients.default.key=t:t")
                .run(context -> assertThat(ClientPropertiesTest.said(context.getStartupFailure()))
                        .contains("fal.clients.default"));
    }

    private static String header(ReactorFalClient client) {
        return client.config().credentials().orElseThrow().headerValue();
    }

    record NeedsOne(ReactorFalClient client) {}

    @Configuration(proxyBeanMethods = false)
    static class Users {

        record Picked(
                ReactorFalClient unnamed,
                ReactorFalClient relay,
                ReactorFalClient other,
                RxFalClient rx,
                CoroutineFalClient coroutine) {}

        @Bean
        Picked picked(
                ReactorFalClient unnamed,
                @Qualifier("relay") ReactorFalClient relay,
                @Qualifier("other-account") ReactorFalClient other,
                @Qualifier("relay") RxFalClient rx,
                @Qualifier("relay") CoroutineFalClient coroutine) {
            return new Picked(unnamed, relay, other, rx, coroutine);
        }
    }
}
