package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.FalConfig;
import dev.falreactive.emulator.EmulatorConfig;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The calls that {@code docs/direct.md} shows are compiled, and run. */
class DirectGuideTest {

    private static final Pattern CODE = Pattern.compile(
            "^```java\\n(.*?public final class DirectCalls .*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final FluxLoraRequest INPUT =
            FluxLoraRequest.builder("a tiger").imageSize(16, 16).build();

    @Test
    @SuppressWarnings("unchecked") // what the guide declares
    void theCallsRun(@TempDir Path directory) throws Exception {
        Matcher code = CODE.matcher(
                Files.readString(Path.of(System.getProperty("fal.moduleDir")).resolve("../docs/direct.md")));
        assertThat(code.find()).isTrue();
        Path source = Files.writeString(directory.resolve("DirectCalls.java"), code.group(1));
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-d",
                                directory.toString(),
                                source.toString()))
                .isZero();
        try (URLClassLoader loader = new URLClassLoader(
                        new URL[] {directory.toUri().toURL()}, DirectGuideTest.class.getClassLoader());
                FalEmulator emulator = FalEmulator.start(
                        EmulatorConfig.builder().runTime(Duration.ofMillis(20)).build());
                ReactorFalClient client = ReactorFalClient.create(FalConfig.builder()
                        .baseUrl(emulator.baseUrl())
                        .directUrl(emulator.directUrl())
                        .credentials(emulator.credentials())
                        .build())) {
            Class<?> guide = loader.loadClass("DirectCalls");
            Mono<FluxLoraResult> run =
                    (Mono<FluxLoraResult>) guide.getMethod("run", ReactorFalClient.class, FluxLoraRequest.class)
                            .invoke(null, client, INPUT);
            Flux<String> sharpening =
                    (Flux<String>) guide.getMethod("sharpening", ReactorFalClient.class, FluxLoraRequest.class)
                            .invoke(null, client, INPUT);

            assertThat(run.block(Duration.ofSeconds(30))).isNotNull();
            assertThat(sharpening.collectList().block(Duration.ofSeconds(30)))
                    .hasSize(5)
                    .last()
                    .asString()
                    .startsWith("http");
        }
    }
}
