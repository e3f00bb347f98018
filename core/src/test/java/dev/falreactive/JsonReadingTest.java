package dev.falreactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What servers write that is hardly JSON, or more of it than memory holds. */
class JsonReadingTest {

    @Test
    void aNumberThatIsNoneHidesNothingElse() {
        var read = Codec.map().read(bytes("{\"t\": NaN, \"u\": -Infinity, \"request_id\": \"a\", \"n\": 1.10}"));

        assertThat(read.get("t")).isEqualTo(Double.NaN);
        assertThat(read.get("u")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(read.get("request_id")).isEqualTo("a");
        assertThat(read.get("n")).hasToString("1.10");
    }

    @Test
    void whatLooksLikeSuchANumberIsStillNoJson() {
        assertThatThrownBy(() -> Codec.map().read(bytes("{\"t\": Nan}"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void veryManyTinyValuesAreRefusedBeforeTheyFillTheMemory() {
        byte[] json = bytes("{\"images\":[" + "{},".repeat(500_000) + "{}]}");

        assertThatThrownBy(() -> Codec.map().read(json)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void manyAreRead() {
        byte[] json = bytes("{\"points\":[" + "1,".repeat(900_000) + "1]}");

        assertThat((List<?>) Codec.map().read(json).get("points")).hasSize(900_001);
    }

    @Test
    void whatIsEmptyCannotBeChangedEither() {
        Object nested = Codec.map().read(bytes("{\"a\": {}}")).get("a");

        assertThatThrownBy(() -> ((Map<?, ?>) nested).clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
