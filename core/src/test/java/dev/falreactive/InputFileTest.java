package dev.falreactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputFileTest {

    private static final InputFile LOCAL = new InputFile() {
        @Override
        public String url() {
            throw new IllegalStateException("the file has not been uploaded");
        }

        @Override
        public boolean isUploaded() {
            return false;
        }
    };

    record Picture(String prompt, @Nullable InputFile image) {}

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    @Test
    void inJsonAFileIsWhatTheFunctionSays() {
        Map<String, @Nullable Object> input = new LinkedHashMap<>();
        input.put("a", LOCAL);
        input.put("b", Arrays.asList(InputFile.at("https://x.example/b"), null, Map.of("c", LOCAL)));

        assertThat(text(Codec.map().write(input, file -> file == LOCAL ? "https://x.example/up" : file.url())))
                .isEqualTo("{\"a\":\"https://x.example/up\",\"b\":[\"https://x.example/b\",null,"
                        + "{\"c\":\"https://x.example/up\"}]}");
        assertThat(text(Codec.of(Picture.class).write(new Picture("p", LOCAL), file -> "u")))
                .isEqualTo("{\"prompt\":\"p\",\"image\":\"u\"}");
    }

    @Test
    void withoutAFunctionALocalFileHasNoJsonForm() {
        assertThatThrownBy(() -> Codec.map().write(Map.of("a", LOCAL)))
                .hasStackTraceContaining("has not been uploaded");
        assertThat(text(Codec.map().write(Map.of("a", InputFile.at("https://x.example/b")))))
                .isEqualTo("{\"a\":\"https://x.example/b\"}");
        assertThat(text(Codec.map().write(Map.of("a", new UploadedFile("https://x.example/b", "n", "t/u", 3)))))
                .isEqualTo("{\"a\":\"https://x.example/b\"}");
    }

    @ParameterizedTest
    @MethodSource("dev.falreactive.Mappers#both")
    void aPlainMapperWritesTheUrlToo(Mappers mapper) {
        List<InputFile> files =
                List.of(InputFile.at("https://x.example/a"), new UploadedFile("https://x.example/b", "n", "t/u", 3));

        assertThat(files.stream().map(mapper::write))
                .containsExactly("\"https://x.example/a\"", "\"https://x.example/b\"");
        assertThatThrownBy(() -> mapper.write(LOCAL)).hasStackTraceContaining("has not been uploaded");
    }

    @Test
    void aSchemaTakesALocalFileForAUrl() {
        Endpoint<Map<String, @Nullable Object>, Map<String, @Nullable Object>> endpoint = Endpoint.json("acme/echo")
                .withSchema(InputSchema.parse("{\"properties\":{\"image_url\":{\"type\":\"string\",\"format\":\"uri\","
                        + "\"pattern\":\"^https://\",\"minLength\":1}}}"));

        assertThat(endpoint.check(Map.of("image_url", LOCAL))).isEmpty();
        assertThat(endpoint.check(Map.of("image_url", InputFile.at("ftp://x")))).hasSize(1);
        assertThat(endpoint.check(Map.of("image_url", 7))).isNotEmpty();
    }

    @Test
    void aCodecOfOnesOwnIsAskedWithoutTheFunction() {
        Codec<String> own = Codec.of(value -> value.getBytes(StandardCharsets.UTF_8), json -> "");

        assertThat(text(own.write("x", file -> "never"))).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 33, -1})
    void partsAtATimeHaveARange(int parts) {
        assertThatThrownBy(() -> UploadOptions.defaults().withConcurrency(parts))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(UploadOptions.defaults().concurrency()).isEqualTo(4);
    }
}
