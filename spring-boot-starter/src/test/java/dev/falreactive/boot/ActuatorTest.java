package dev.falreactive.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.falreactive.FalCredentials;
import dev.falreactive.FalException;
import dev.falreactive.emulator.EmulatorConfig;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Phase;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.reactor.ReactorFalClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

class ActuatorTest {

    private static final String KEY = "locked:canary-secret";

    private final ApplicationContextRunner runner =
            Contexts.runner().withConfiguration(AutoConfigurations.of(FalActuatorAutoConfiguration.class));

    @Test
    void anEmptyAccountIsDownWithoutACallOfItsOwn() {
        try (FalEmulator emulator = FalEmulator.start(
                EmulatorConfig.builder().lockedKeyIds("locked").build())) {
            runner.withPropertyValues("fal.key=" + KEY, "fal.base-url=" + emulator.baseUrl())
                    .run(context -> {
                        HealthIndicator health = context.getBean(HealthIndicator.class);
                        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
                        assertThat(emulator.ledger().of(Phase.SUBMIT)).isEmpty();

                        context.getBean(ReactorFalClient.class)
                                .queue(FluxLora.TEXT_TO_IMAGE)
                                .submit(FluxLoraRequest.builder("a fox").build())
                                .onErrorComplete(FalException.Rejected.class)
                                .block(Duration.ofSeconds(20));

                        Health down = health.health();
                        assertThat(down.getStatus()).isEqualTo(Status.DOWN);
                        assertThat(down.getDetails())
                                .containsEntry("balance", "LOCKED")
                                .containsKeys("lockedSince", "probeAt");
                        assertThat(down.toString()).doesNotContain("canary");
                        assertThat(emulator.ledger().of(Phase.SUBMIT)).hasSize(1);
                    });
        }
    }

    @Test
    void eachClientHasAHealth() {
        runner.withPropertyValues("fal.key=" + KEY, "fal.clients.relay.key=t").run(context -> {
            CompositeHealthContributor all = context.getBean(CompositeHealthContributor.class);
            assertThat(all.getContributor("default")).isInstanceOf(FalHealthIndicator.class);
            assertThat(all.getContributor("relay")).isInstanceOf(FalHealthIndicator.class);
        });
    }

    @Test
    void eitherCanBeTurnedOff() {
        runner.withPropertyValues(
                        "fal.key=" + KEY, "management.health.fal.enabled=false", "management.info.fal.enabled=false")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(HealthContributor.class)
                        .doesNotHaveBean(InfoContributor.class));
        runner.withPropertyValues("fal.key=" + KEY)
                .run(context -> assertThat(context)
                        .hasSingleBean(HealthContributor.class)
                        .hasSingleBean(InfoContributor.class));
    }

    @Test
    void infoNamesHostsAndNoSecret() {
        runner.withPropertyValues("fal.key=" + KEY, "fal.base-url=https://relay.example/secret-path")
                .run(context -> {
                    Info.Builder info = new Info.Builder();
                    context.getBean(InfoContributor.class).contribute(info);
                    assertThat(info.build().getDetails().toString())
                            .contains("relay.example", "emulator=false", System.getProperty("fal.projectVersion"))
                            .doesNotContain("canary", "secret-path");
                });
    }

    @Test
    void keysAreNotShownThoughValuesAre() {
        runner.withPropertyValues("fal.key=" + KEY, "fal.clients.relay.key=canary-token", "fal.poll.pause=3s")
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addLast(new MapPropertySource("file", Map.of("FAL_KEY_SECRET", "canary-half"))))
                .run(context -> {
                    var functions = context.getBeanProvider(SanitizingFunction.class)
                            .orderedStream()
                            .toList();
                    String environment = new EnvironmentEndpoint(context.getEnvironment(), functions, Show.ALWAYS)
                            .environment(null).getPropertySources().stream()
                                    .flatMap(source -> source.getProperties().entrySet().stream())
                                    .filter(each -> each.getKey()
                                            .toLowerCase(java.util.Locale.ROOT)
                                            .startsWith("fal"))
                                    .map(each -> each.getKey() + "="
                                            + each.getValue().getValue())
                                    .toList()
                                    .toString();
                    assertThat(environment)
                            .contains("fal.poll.pause=3s", "fal.key=******")
                            .doesNotContain("canary");

                    ConfigurationPropertiesReportEndpoint report =
                            new ConfigurationPropertiesReportEndpoint(functions, Show.ALWAYS);
                    report.setApplicationContext(context.getSourceApplicationContext());
                    String shown = report.configurationProperties().getContexts().values().stream()
                            .flatMap(each -> each.getBeans().values().stream())
                            .filter(bean -> bean.getPrefix().equals("fal"))
                            .map(bean -> bean.getProperties() + " " + bean.getInputs())
                            .toList()
                            .toString();
                    assertThat(shown).contains("https://queue.fal.run").doesNotContain("canary");
                });
    }

    @Test
    void aKeyOfAVariableOfAnyNameIsNotShownEither() {
        Map<String, Object> variables = Map.of(
                "MY_FAL_KEY", "my:canary-secret",
                "RELAY_TOKEN", "canary-token-0123",
                "PROXY_TOKEN", "canary-proxy-0123",
                "HALF", "canary-secret",
                "WITHIN", "curl -H 'Authorization: Key my:canary-secret'",
                "OTHER", "a value");
        runner.withPropertyValues("fal.key=${MY_FAL_KEY}", "fal.clients.relay.key=${RELAY_TOKEN}")
                .withBean(
                        FalConfigCustomizer.class,
                        () -> (client, config) -> config.proxyUrl("https://app.example/proxy")
                                .proxyCredentials(FalCredentials.bearer("canary-proxy-0123")))
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addLast(new MapPropertySource("variables", variables)))
                .run(context -> {
                    String shown = shownOf(context, "variables");
                    assertThat(shown)
                            .contains("OTHER=a value", "MY_FAL_KEY=******")
                            .doesNotContain("canary");
                });
    }

    @Test
    void aLazyClientThatCannotBeMadeHidesNothingAndBreaksNothing() {
        runner.withPropertyValues("fal.key=" + KEY, "fal.clients.broken.key=${BROKEN_TOKEN}")
                .withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .withBean(FalConfigCustomizer.class, () -> (client, config) -> {
                    if (client.equals("broken")) {
                        throw new IllegalStateException("no vault");
                    }
                    config.proxyUrl("https://app.example/proxy")
                            .proxyCredentials(FalCredentials.bearer("canary-proxy-0123"));
                })
                .withInitializer(variables(Map.of(
                        "PROXY_TOKEN", "canary-proxy-0123", "BROKEN_TOKEN", "canary-token-0123", "OTHER", "a value")))
                .run(context -> {
                    assertThat(shownOf(context, "variables"))
                            .contains("OTHER=a value", "PROXY_TOKEN=******")
                            .doesNotContain("canary");
                    assertThatThrownBy(() -> context.getBean("brokenFalClient")).hasRootCauseMessage("no vault");
                });
    }

    @Test
    void aClientThatIsMadeAtLastHasItsKeyHidden() {
        AtomicBoolean up = new AtomicBoolean();
        runner.withPropertyValues("fal.key=" + KEY)
                .withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .withBean(FalConfigCustomizer.class, () -> (client, config) -> {
                    if (!up.get()) {
                        throw new IllegalStateException("no vault");
                    }
                    config.credentials(FalCredentials.key("vault:canary-0123456"));
                })
                .withInitializer(variables(Map.of("VAULT", "vault:canary-0123456")))
                .run(context -> {
                    assertThat(shownOf(context, "variables")).contains("canary");
                    up.set(true);
                    context.getBean(ReactorFalClient.class);
                    assertThat(shownOf(context, "variables")).contains("VAULT=******");
                });
    }

    private static ApplicationContextInitializer<ConfigurableApplicationContext> variables(Map<String, Object> values) {
        return context ->
                context.getEnvironment().getPropertySources().addLast(new MapPropertySource("variables", values));
    }

    private static String shownOf(ApplicationContext context, String name) {
        var functions = context.getBeanProvider(SanitizingFunction.class)
                .orderedStream()
                .toList();
        return new EnvironmentEndpoint(context.getEnvironment(), functions, Show.ALWAYS)
                .environment(null).getPropertySources().stream()
                        .filter(source -> source.getName().equals(name))
                        .flatMap(source -> source.getProperties().entrySet().stream())
                        .map(each -> each.getKey() + "=" + each.getValue().getValue())
                        .toList()
                        .toString();
    }

    @Test
    void withoutActuatorNothingBreaks() {
        runner.withPropertyValues("fal.key=" + KEY)
                .withClassLoader(
                        new FilteredClassLoader("org.springframework.boot.actuate", "org.springframework.boot.health"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasBean("falClient")
                        .doesNotHaveBean("falHealthContributor")
                        .doesNotHaveBean("falInfoContributor")
                        .doesNotHaveBean("falKeySanitizingFunction"));
    }
}
