package dev.falreactive.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;

class WebhookBackOffTest {

    private final ReactiveWebApplicationContextRunner web = new ReactiveWebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(FalAutoConfiguration.class, FalWebhookAutoConfiguration.class))
            .withPropertyValues("fal.key=a:b");

    @Test
    void withoutAPathThereIsNoRoute() {
        web.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("falWebhookRoute"));
        web.withPropertyValues("fal.webhook.path=/hook")
                .run(context -> assertThat(context).hasBean("falWebhookRoute"));
    }

    @Test
    void withoutWebFluxThereIsNoRoute() {
        web.withPropertyValues("fal.webhook.path=/hook")
                .withClassLoader(new FilteredClassLoader("org.springframework.web.reactive"))
                .run(context ->
                        assertThat(context).hasNotFailed().hasBean("falClient").doesNotHaveBean("falWebhookRoute"));
        Contexts.runner()
                .withConfiguration(AutoConfigurations.of(FalWebhookAutoConfiguration.class))
                .withPropertyValues("fal.key=a:b", "fal.webhook.path=/hook")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("falWebhookRoute"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hook", "", "/{any}", "/a b"})
    void aPathThatIsNoneNamesItsProperty(String path) {
        web.withPropertyValues("fal.webhook.path=" + path)
                .run(context -> assertThat(ClientPropertiesTest.said(context.getStartupFailure()))
                        .contains("fal.webhook.path"));
    }

    @Test
    void aSizeThatIsNoneNamesItsProperty() {
        web.withPropertyValues("fal.webhook.path=/hook", "fal.webhook.max-body-size=0B")
                .run(context -> assertThat(ClientPropertiesTest.said(context.getStartupFailure()))
                        .contains("fal.webhook.max-body-size"));
    }
}
