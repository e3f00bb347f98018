package dev.falreactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.falreactive.protocol.WireHeaders;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Some fields of an object are what the whole object has for them. */
class ReadFieldsTest {

    private static final Set<String> NAMES = Set.of("a", "b");

    private static Map<String, Object> read(String json) {
        return JsonValues.readFields(json.getBytes(StandardCharsets.UTF_8), NAMES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"c\":{\"a\":1},\"a\":2}",
                "{\"a\":null,\"c\":[1,2,{\"b\":3}],\"b\":true}",
                "{\"a\":1,\"a\":\"again\"}",
                "{\"a\":12345678901234567890123,\"b\":1.50}",
                "{\"a\":{\"x\":[{\"y\":null},[],{}]},\"b\":[1,[2,[3]]]}",
                " {\"b\":\"\\u00e9\\n\", \"c\":\"\\ud83d\\ude00\", \"a\":-0.0e10} ",
                "{\"\":1,\"a b\":2,\"a\":false}"
            })
    void theyAreThoseOfTheWhole(String json) {
        Map<String, Object> whole = new LinkedHashMap<>(Codec.map().read(json.getBytes(StandardCharsets.UTF_8)));
        whole.keySet().retainAll(NAMES);
        assertThat(read(json)).isEqualTo(whole);
        assertThat(read(json).keySet()).containsExactlyElementsOf(whole.keySet());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "1",
                "{\"a\":1",
                "{\"a\":1}}",
                "{\"a\":1} x",
                "{\"c\":tru}",
                "{\"c\":\"\\x\"}",
                "{\"c\":[1,}",
                "{a:1}"
            })
    void whatIsNoObjectIsNoneThoughOnlyTheOtherFieldsAreBroken(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "c"})
    void nestingIsBoundedInWhatIsReadAndInWhatIsPassedOver(String name) {
        assertThat(read("{\"" + name + "\":" + "[".repeat(190) + "]".repeat(190) + "}"))
                .isNotNull();
        assertThatThrownBy(() -> read("{\"" + name + "\":" + "[".repeat(100_000)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void headersAreReadWhenSomebodyAsksAndNotBefore() {
        AtomicInteger reads = new AtomicInteger();
        WireHeaders headers = WireHeaders.readBy(() -> {
            reads.incrementAndGet();
            return Map.of("Content-Type", "text/plain");
        });
        assertThat(reads).hasValue(0);
        assertThat(headers.get("content-type")).contains("text/plain");
        assertThat(headers).isEqualTo(WireHeaders.of(Map.of("content-type", "text/plain")));
        assertThat(headers.with("x", "1").get("CONTENT-TYPE")).contains("text/plain");
        assertThat(reads.get()).isPositive();
    }
}
