package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

class FileSourceTest {

    @ParameterizedTest
    @CsvSource({
        "cat.PNG,image/png",
        "a/b/cat.jpeg,image/jpeg",
        "clip.mp4,video/mp4",
        "archive.tar.zip,application/zip",
        "README,application/octet-stream",
        "odd.ending,application/octet-stream"
    })
    void aPathTellsNameAndType(String path, String type) {
        FileSource source = FileSource.of(Path.of(path));

        assertThat(source.contentType()).isEqualTo(type);
        assertThat(source.name()).isEqualTo(path.replaceAll(".*/", ""));
        assertThat(source.named("x.png").contentType()).isEqualTo(type);
        assertThat(source.typed("text/plain; charset=utf-8").contentType()).isEqualTo("text/plain; charset=utf-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "png", "image/", "image/png\r\nX-Evil: 1", "ima ge/png", "image/png;\n", "bild/päng"})
    void aTypeThatIsNoneIsRefused(String type) {
        assertThatThrownBy(() -> FileSource.of(new byte[0], type)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesAndLengthsHaveBounds() {
        FileSource source = FileSource.of(new byte[0], "image/png");

        assertThatThrownBy(() -> source.named(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> source.named("x".repeat(256))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FileSource.of(Flux.empty(), -1, "image/png"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(source.named("x".repeat(255)).name()).hasSize(255);
    }

    @Test
    void itHasNoUrl() {
        FileSource source = FileSource.of(new byte[0], "image/png");

        assertThat(source.isUploaded()).isFalse();
        assertThatThrownBy(source::url)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("file.png");
    }
}
