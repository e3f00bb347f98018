package dev.falreactive.samples.webflux;

import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.kotlin.CoroutineFalClient;
import dev.falreactive.reactor.ReactorFalClient;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.EventListener;

/** Runs on fal with {@code FAL_KEY} in the environment, else on an embedded emulator. */
@SpringBootApplication
public class WebFluxSample {

    /**
     * Runs the application.
     *
     * @param args such as {@code --server.port=8080}
     */
    public static void main(String... args) {
        SpringApplication.run(WebFluxSample.class, args);
    }

    /** Only started when there is no credential. */
    @Bean
    @Lazy
    FalEmulator emulator() {
        return FalEmulator.start();
    }

    @Bean
    FalConfig falConfig(ObjectProvider<FalEmulator> emulator) {
        return FalCredentials.fromEnvironment()
                .map(own -> FalConfig.builder().credentials(own).build())
                .orElseGet(() -> configOf(emulator.getObject()));
    }

    private static FalConfig configOf(FalEmulator emulator) {
        System.out.println("FAL_KEY is not set: running on an embedded emulator at " + emulator.baseUrl()
                + "; its images are drawn, and nothing is billed.");
        return FalConfig.builder()
                .baseUrl(emulator.baseUrl())
                .credentials(emulator.credentials())
                .build();
    }

    /** One client for both controllers: they share its connections and its budget of status calls. */
    @Bean
    ReactorFalClient fal(FalConfig config) {
        return ReactorFalClient.create(config);
    }

    @Bean(destroyMethod = "")
    CoroutineFalClient coroutineFal(ReactorFalClient fal) {
        return CoroutineFalClient.Companion.of(fal);
    }

    @EventListener
    void started(WebServerInitializedEvent event) {
        String root = "http://localhost:" + event.getWebServer().getPort();
        System.out.println("Listening: POST " + root + "/images, and the same in Kotlin at " + root + "/kotlin/images");
    }
}
