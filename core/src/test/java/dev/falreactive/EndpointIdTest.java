package dev.falreactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointIdTest {

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
                    fal-ai/flux-lora,                        -,         fal-ai,    flux-lora,  -,                   fal-ai/flux-lora
                    fal-ai/flux-lora/image-to-image,         -,         fal-ai,    flux-lora,  image-to-image,      fal-ai/flux-lora
                    fal-ai/flux/dev,                         -,         fal-ai,    flux,       dev,                 fal-ai/flux
                    fal-ai/flux-pro/kontext/max/multi,       -,         fal-ai,    flux-pro,   kontext/max/multi,   fal-ai/flux-pro
                    workflows/me/my-flow,                    workflows, me,        my-flow,    -,                   workflows/me/my-flow
                    workflows/me/my-flow/a/b,                workflows, me,        my-flow,    a/b,                 workflows/me/my-flow
                    comfy/me/my-graph,                       comfy,     me,        my-graph,   -,                   comfy/me/my-graph
                    comfy/me/my-graph/run,                   comfy,     me,        my-graph,   run,                 comfy/me/my-graph
                    110602490-lora,                          -,         110602490, lora,       -,                   110602490/lora
                    110602490-my-lora-2,                     -,         110602490, my-lora-2,  -,                   110602490/my-lora-2
                    110602490/lora,                          -,         110602490, lora,       -,                   110602490/lora
                    workflows-x/me,                          -,         workflows-x, me,       -,                   workflows-x/me
                    fal-ai/v1.5_x~y@z:1+2,                   -,         fal-ai,    v1.5_x~y@z:1+2, -,               fal-ai/v1.5_x~y@z:1+2
                    """)
    void anIdIsReadAsItsParts(String id, String namespace, String owner, String alias, String path, String app) {
        EndpointId read = EndpointId.of(id);

        assertThat(read.namespace().orElse(null)).isEqualTo(namespace);
        assertThat(read.owner()).isEqualTo(owner);
        assertThat(read.alias()).isEqualTo(alias);
        assertThat(read.path().orElse(null)).isEqualTo(path);
        assertThat(read.app()).hasToString(app);
        assertThat(read.app().app()).isEqualTo(read.app());
        assertThat(EndpointId.of(read.toString())).isEqualTo(read).hasSameHashCodeAs(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "flux-lora",
                "lora-110602490",
                "123-",
                "-lora",
                "123-a_b",
                "fal-ai/",
                "/flux-lora",
                "/fal-ai/flux-lora",
                "fal-ai/flux-lora/",
                "fal-ai//flux-lora",
                "fal-ai/..",
                "../flux-lora",
                "fal-ai/flux-lora/../admin",
                "fal-ai/./flux-lora",
                "fal-ai/flux lora",
                " fal-ai/flux-lora",
                "fal-ai/flux-lora\r\nX-Evil: 1",
                "fal-ai/flux-lora\n",
                "fal-ai/flux\u0000lora",
                "fal-ai/flüx",
                "fal-ai/虎",
                "fal-ai/flux-lora?logs=1",
                "fal-ai/flux-lora#x",
                "fal-ai/flux%2Flora",
                "fal-ai\\flux-lora",
                "https://queue.fal.run/fal-ai/flux-lora",
                "workflows/me",
                "comfy/me",
                "workflows",
            })
    void whatIsNoIdIsRefused(String id) {
        assertThatThrownBy(() -> EndpointId.of(id))
                .isInstanceOfSatisfying(
                        FalException.InvalidInput.class,
                        error -> assertThat(error.violations())
                                .singleElement()
                                .satisfies(violation ->
                                        assertThat(violation.keyword()).isEqualTo("pattern")))
                .hasMessageStartingWith("The endpoint id is not valid, nothing was sent: ")
                .satisfies(error -> assertThat(error.getMessage()).doesNotContain("\r", "\n", "\u0000"));
    }

    @Test
    void aRefusalQuotesNoMoreThanTheBeginningOfALongId() {
        assertThatThrownBy(() -> EndpointId.of("x".repeat(100_000)))
                .satisfies(error -> assertThat(error.getMessage()).hasSizeLessThan(300));
    }

    @Test
    void R14_anIdIsAtMostAThousandCharacters() {
        assertThat(EndpointId.of("a/" + "b".repeat(998)).alias()).hasSize(998);
        assertThatThrownBy(() -> EndpointId.of("a/" + "b".repeat(999))).hasMessageContaining("1000 characters");
    }

    @Test
    void idsThatDifferInTheirPathAreNotEqual() {
        assertThat(EndpointId.of("fal-ai/flux/dev")).isNotEqualTo(EndpointId.of("fal-ai/flux"));
        assertThat(EndpointId.of("110602490-lora")).isEqualTo(EndpointId.of("110602490/lora"));
    }
}
