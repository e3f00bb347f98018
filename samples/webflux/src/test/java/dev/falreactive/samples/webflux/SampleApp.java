package dev.falreactive.samples.webflux;

import dev.falreactive.FalConfig;
import dev.falreactive.PollPolicy;
import dev.falreactive.emulator.EmulatorConfig;
import dev.falreactive.emulator.FalEmulator;
import io.netty.channel.ChannelOption;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** The application as it is, on a port of its own, with an emulator that is quick and sockets that hold little. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = {WebFluxSample.class, SampleApp.Quick.class},
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@interface SampleApp {

    /** How much the kernel may hold of an answer, as the application asks for it. */
    int SEND_BUFFER = 8 * 1024;

    @TestConfiguration(proxyBeanMethods = false)
    class Quick {

        @Bean
        @Primary
        FalEmulator quickEmulator() {
            return FalEmulator.start(EmulatorConfig.builder()
                    .runners(8)
                    .queueTime(Duration.ofMillis(20))
                    .runTime(Duration.ofMillis(20))
                    .ledger(100_000, 1024)
                    .build());
        }

        @Bean
        @Primary
        FalConfig quickConfig(FalEmulator emulator) {
            return FalConfig.builder()
                    .baseUrl(emulator.baseUrl())
                    .credentials(emulator.credentials())
                    .pollPolicy(PollPolicy.constant(Duration.ZERO))
                    .statusCallsPerSecond(100_000)
                    .build();
        }

        @Bean
        WebServerFactoryCustomizer<NettyReactiveWebServerFactory> smallSockets() {
            return factory ->
                    factory.addServerCustomizers(server -> server.childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER));
        }
    }
}
