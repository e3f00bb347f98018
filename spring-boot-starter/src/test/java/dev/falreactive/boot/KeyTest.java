package dev.falreactive.boot;

import static dev.falreactive.boot.ClientPropertiesTest.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.FalConfig;
import dev.falreactive.reactor.ReactorFalClient;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;

class KeyTest {

    @Test
    @Covers("fal.key")
    void thePropertyIsTheKey() {
        Contexts.runner()
                .withPropertyValues("fal.key=" + KEY)
                .run(context ->
                        assertThat(headerIn(context.getBean(FalConfig.class))).isEqualTo("Key " + KEY));
    }

    @Test
    void theEnvironmentHasItIfThePropertyHasNot() {
        Contexts.runnerWithEnvironment(Map.of("FAL_KEY", "env:key"))
                .run(context ->
                        assertThat(headerIn(context.getBean(FalConfig.class))).isEqualTo("Key env:key"));
        Contexts.runnerWithEnvironment(Map.of("FAL_KEY_ID", "env", "FAL_KEY_SECRET", "half"))
                .run(context ->
                        assertThat(headerIn(context.getBean(FalConfig.class))).isEqualTo("Key env:half"));
        Contexts.runnerWithEnvironment(Map.of("FAL_KEY_ID", "env"))
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void thePropertyComesBeforeTheHalvesOfTheEnvironment() {
        Contexts.runnerWithEnvironment(Map.of("FAL_KEY_ID", "env", "FAL_KEY_SECRET", "half"))
                .withPropertyValues("fal.key=" + KEY)
                .run(context ->
                        assertThat(headerIn(context.getBean(FalConfig.class))).isEqualTo("Key " + KEY));
    }

    @Test
    void anEmptyVariableHidesNoProperty() {
        below(Contexts.runnerWithEnvironment(Map.of("FAL_KEY", " ")), Map.of("fal.key", "file:key"))
                .run(context ->
                        assertThat(headerIn(context.getBean(FalConfig.class))).isEqualTo("Key file:key"));
    }

    @Test
    void aPlaceholderIsFilledIn() {
        below(Contexts.runnerWithEnvironment(Map.of("SECRET", "the:secret")), Map.of("fal.key", "${SECRET}"))
                .run(context ->
                        assertThat(headerIn(context.getBean(FalConfig.class))).isEqualTo("Key the:secret"));
    }

    @Test
    void withoutAKeyTheStartSaysWhatToDo() {
        Contexts.runnerWithEnvironment(Map.of("FAL_KEY", ""))
                .withPropertyValues("fal.key=")
                .run(context -> {
                    FailureAnalysis analysis = Contexts.analysis(context.getStartupFailure());
                    assertThat(analysis.getDescription()).contains("'fal.key' is not set");
                    assertThat(analysis.getAction())
                            .contains("'fal.key'", "FAL_KEY", "'fal.enabled=false'", "'fal.emulator.enabled=true'");
                });
    }

    @Test
    @Covers("fal.enabled")
    void withoutAClientNoKeyIsNeeded() {
        Contexts.runner()
                .withPropertyValues("fal.enabled=false")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(ReactorFalClient.class)
                        .doesNotHaveBean(FalClients.class));
    }

    @Test
    void aKeyThatIsNoneIsNotQuoted() {
        Contexts.runner()
                .withPropertyValues("fal.key=canary secret")
                .run(context -> assertThat(ClientPropertiesTest.said(context.getStartupFailure()))
                        .contains("fal.key")
                        .doesNotContain("canary"));
    }

    @Test
    void noTextOfAnyBeanHoldsTheKey() {
        Contexts.runner()
                .withPropertyValues("fal.key=" + KEY, "fal.clients.x.key=" + KEY)
                .run(context -> {
                    for (String name : context.getBeanDefinitionNames()) {
                        assertThat(String.valueOf(context.getBean(name)))
                                .as(name)
                                .doesNotContain("canary-secret");
                    }
                    assertThat(context.getBean(FalProperties.class))
                            .hasToString("FalProperties[baseUrl=https://queue.fal.run, key=redacted]");
                });
    }

    private static ApplicationContextRunner below(ApplicationContextRunner runner, Map<String, Object> properties) {
        return runner.withInitializer(context ->
                context.getEnvironment().getPropertySources().addLast(new MapPropertySource("file", properties)));
    }

    private static String headerIn(FalConfig config) {
        return config.credentials().orElseThrow().headerValue();
    }
}
