package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.FalConfig;
import dev.falreactive.UploadedFile;
import dev.falreactive.emulator.EmulatorConfig;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Phase;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** What {@code docs/files.md} shows is compiled, and runs. */
class FilesGuideTest {

    private static final Pattern CODE = Pattern.compile("^```java\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static Object compiled(Path directory, ReactorFalClient client) throws Exception {
        Path guide = Path.of(System.getProperty("fal.moduleDir")).resolve("../docs/files.md");
        Matcher code = CODE.matcher(Files.readString(guide));
        assertThat(code.find()).isTrue();
        Path source = Files.writeString(directory.resolve("FilesGuide.java"), code.group(1));
        String classPath = System.getProperty("java.class.path");
        int exit = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", classPath, "-d", directory.toString(), source.toString());
        assertThat(exit).isZero();
        URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, FilesGuideTest.class.getClassLoader());
        return loader.loadClass("FilesGuide")
                .getConstructor(ReactorFalClient.class)
                .newInstance(client);
    }

    private static List<?> called(Object guide, String method, Class<?>[] types, Object... arguments) throws Exception {
        return Flux.from(
                        (Publisher<?>) guide.getClass().getMethod(method, types).invoke(guide, arguments))
                .collectList()
                .block(LIMIT);
    }

    @Test
    void theGuideRuns(@TempDir Path directory) throws Exception {
        Path file = Files.write(directory.resolve("x.png"), new byte[100_000]);
        try (FalEmulator emulator = FalEmulator.start(EmulatorConfig.builder()
                        .queueTime(Duration.ZERO)
                        .runTime(Duration.ZERO)
                        .build());
                ReactorFalClient client = ReactorFalClient.create(FalConfig.builder()
                        .baseUrl(emulator.baseUrl())
                        .credentials(emulator.credentials())
                        .build())) {
            Object guide = compiled(directory, client);
            Class<?>[] upload = {Path.class, byte[].class, Flux.class};
            Flux<ByteBuffer> stream = Flux.just(ByteBuffer.wrap(new byte[3]));
            UploadedFile last = (UploadedFile)
                    called(guide, "upload", upload, file, new byte[2], stream).get(0);
            assertThat(last.bytes()).isEqualTo(3);
            assertThat(emulator.ledger().of(Phase.UPLOAD)).hasSize(3);

            assertThat(called(guide, "progress", new Class<?>[] {Path.class}, file).stream()
                            .map(String::valueOf))
                    .contains("100000 of 100000")
                    .endsWith("done");

            Map<?, ?> output = (Map<?, ?>)
                    called(guide, "edited", new Class<?>[] {Path.class}, file).get(0);
            assertThat(output.containsKey("images")).isTrue();
            assertThat(emulator.ledger().submits())
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.body()).contains("/_emulator/files/"));

            Path saved = directory.resolve("saved.mp4");
            assertThat(called(guide, "save", new Class<?>[] {String.class, Path.class}, last.url(), saved))
                    .isEqualTo(List.of(3L));
            assertThat(called(guide, "read", new Class<?>[] {String.class}, last.url()))
                    .isNotEmpty();
        }
    }
}
