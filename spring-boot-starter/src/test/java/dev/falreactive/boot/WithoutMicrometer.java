package dev.falreactive.boot;

import dev.falreactive.reactor.ReactorFalClient;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** Run in a process of its own, whose class path has no Micrometer. */
final class WithoutMicrometer {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {}

    private WithoutMicrometer() {}

    public static void main(String... args) {
        try {
            Class.forName("io.micrometer.observation.ObservationRegistry");
        } catch (ClassNotFoundException e) {
            System.out.println("no Micrometer");
        }
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(App.class)
                .web(WebApplicationType.NONE)
                .properties("fal.emulator.enabled=true", "fal.emulator.run-time=10ms", "fal.emulator.queue-time=0s")
                .run()) {
            System.out.println("picture " + EmulatorTest.picture(context.getBean(ReactorFalClient.class)));
        }
    }
}
