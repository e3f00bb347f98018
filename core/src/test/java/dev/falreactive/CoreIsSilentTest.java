package dev.falreactive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Core does no I/O and has no threads, clock or chance of its own. */
class CoreIsSilentTest {

    private static final Pattern NOISE =
            Pattern.compile("java\\.net\\.(http|Socket|ServerSocket|URLConnection|HttpURLConnection|InetAddress|URL;)"
                    + "|java\\.nio\\.(channels|file)"
                    + "|java\\.io\\.(File|RandomAccessFile)"
                    + "|javax\\.net"
                    + "|java\\.util\\.concurrent\\.(?!atomic)"
                    + "|java\\.util\\.(Timer|Random|SplittableRandom)\\b"
                    + "|java\\.security\\.SecureRandom"
                    + "|java\\.time\\.Clock|Clock\\.system"
                    + "|\\b(Instant|LocalDateTime|ZonedDateTime|OffsetDateTime|LocalDate)\\.now\\("
                    + "|System\\.(currentTimeMillis|nanoTime|out|err|in)\\b"
                    + "|Math\\.random|UUID\\.randomUUID|ThreadLocalRandom|new Random\\("
                    + "|\\bnew Thread\\b|\\bThread\\.(sleep|start|of|new|ofVirtual)|ForkJoinPool|CompletableFuture"
                    + "|\\b(reactor|io\\.netty|io\\.reactivex|kotlin|org\\.reactivestreams|org\\.slf4j)\\.");

    private static Map<String, String> core() throws IOException {
        Map<String, String> sources = new TreeMap<>(SourceTree.mainSources());
        sources.keySet().removeIf(name -> !name.startsWith("core/"));
        return sources;
    }

    @Test
    void coreIsSilent() throws IOException {
        assertThat(core()).hasSizeGreaterThan(50);
        assertThat(SourceTree.linesWith(core(), NOISE)).isEmpty();
    }

    @Test
    void oneClassKnowsTheJsonLibraryAndOneTheSchemaLibrary() throws IOException {
        assertThat(SourceTree.linesWith(
                        core(), Pattern.compile("tools\\.jackson|com\\.fasterxml\\.jackson\\.(core|databind)")))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("core/src/main/java/dev/falreactive/Json.java:"));
        assertThat(SourceTree.linesWith(core(), Pattern.compile("com\\.networknt")))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("core/src/main/java/dev/falreactive/InputSchema.java:"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import java.net.Socket;",
                "import java.net.http.HttpClient;",
                "import java.util.concurrent.Executors;",
                "Instant now = Instant.now();",
                "long t = System.nanoTime();",
                "import java.util.Random;",
                "double d = Math.random();",
                "import reactor.core.publisher.Mono;",
            })
    void theGuardHearsNoise(String line) {
        assertThat(SourceTree.linesWith(Map.of("a.java", line), NOISE)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import java.net.URI;",
                "import java.util.function.Supplier;",
                "Instant at = response.receivedAt();"
            })
    void theGuardHearsNoNoiseWhereThereIsNone(String line) {
        assertThat(SourceTree.linesWith(Map.of("a.java", line), NOISE)).isEmpty();
    }
}
