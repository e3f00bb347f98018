package dev.falreactive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Queue paths, header names and envelope fields have one home: core's protocol package, and the emulator as its mirror. */
class ProtocolWordsHomeTest {

    private static final String HOME = "core/src/main/java/dev/falreactive/protocol/";
    private static final String MIRROR = "emulator/";

    private static final Pattern WORDS = Pattern.compile(
            "X-Fal-|x-fal-|X-App-Fal-|x-app-fal-|\\b(status_url|response_url|cancel_url|queue_position|request_id|inference_time"
                    + "|error_type|gateway_request_id|payload_error)\\b|\"/?requests\\b|/requests/");

    /** A header of HTTP's own: prose may name it, code elsewhere may not. */
    private static final Pattern RETRY_AFTER = Pattern.compile("^(?!\\s*(\\*|/\\*|//)).*\"(?i:retry-after)\"");

    @Test
    void theWordsOfTheProtocolAreNowhereElse() throws IOException {
        Map<String, String> elsewhere = new TreeMap<>(SourceTree.mainSources());
        elsewhere.keySet().removeIf(name -> name.startsWith(HOME) || name.startsWith(MIRROR));

        assertThat(SourceTree.linesWith(elsewhere, WORDS)).isEmpty();
        assertThat(SourceTree.linesWith(elsewhere, RETRY_AFTER)).isEmpty();
    }

    @Test
    void theGuardSeesTheWordsInTheirHome() throws IOException {
        Map<String, String> home = new TreeMap<>(SourceTree.mainSources());
        home.keySet().removeIf(name -> !name.startsWith(HOME));

        assertThat(SourceTree.linesWith(home, WORDS))
                .anyMatch(line -> line.contains("FieldNames.java"))
                .anyMatch(line -> line.contains("HeaderNames.java"));
        assertThat(SourceTree.linesWith(home, RETRY_AFTER)).isNotEmpty();
    }

    @Test
    void theGuardFindsAWordInJavadocAndNoneInProse() {
        assertThat(SourceTree.linesWith(Map.of("a.java", "/** sends {@code X-Fal-Tags} */"), WORDS))
                .hasSize(1);
        assertThat(SourceTree.linesWith(Map.of("a.kt", "val url = base + \"/requests/\""), WORDS))
                .hasSize(1);
        assertThat(SourceTree.linesWith(
                        Map.of("a.java", "/** {@code Retry-After} is kept; a job's requests are few */"), WORDS))
                .isEmpty();
    }
}
