package dev.falreactive.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.fluxlora.GeneratedImage;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FileNameTest {

    private static final GeneratedImage IMAGE = GeneratedImage.ofJson(Map.of("url", "https://x.example/a"));

    private static String name(String id) {
        return FileName.of(id, IMAGE, 1);
    }

    @Test
    void anOrdinaryIdIsTheName() {
        String id = "764cabcf-b745-4b3e-ae38-1200304cf45b";
        assertThat(FileName.of(id, IMAGE, 2)).isEqualTo("flux-lora-" + id + "-2.jpg");
        assertThat(name("x".repeat(40))).isEqualTo("flux-lora-" + "x".repeat(40) + "-1.jpg");
    }

    @Test
    void jobsWhoseIdsDifferHaveFilesOfTheirOwn() {
        String alike = "x".repeat(40);
        assertThat(Stream.of("a/b", "ab", "a.b", "../ab", alike, alike + "1", alike + "2", "/", "é", "日本")
                        .map(FileNameTest::name))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("flux-lora-[A-Za-z0-9_-]{1,53}-1\\.jpg"));
        assertThat(name("a/b")).isEqualTo(name("a/b")).startsWith("flux-lora-ab-");
    }
}
