package dev.falreactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.falreactive.FalCredentials.Scheme;
import dev.falreactive.RelayProfile.Offer;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelayProfileTest {

    @ParameterizedTest
    @CsvSource({
        "fal, KEY, PRESENT, PRESENT, ''",
        "auto, KEY, AUTO, AUTO, ''",
        "result-only, BEARER, ABSENT, AUTO, ''",
        "kkiai, BEARER, AUTO, AUTO, ''",
        "quickrouter, BEARER, ABSENT, AUTO, ''",
        "aimanyi, BEARER, AUTO, AUTO, ''",
        "key4u, BEARER, ABSENT, AUTO, ''",
        "yossapi, BEARER, ABSENT, AUTO, ''",
        "yutoai, BEARER, ABSENT, AUTO, ''",
        "anyapi, BEARER, ABSENT, AUTO, ''",
        "uniapi, KEY, PRESENT, AUTO, ''",
        "yunwu, BEARER, PRESENT, AUTO, ''",
        "zhenzhen, BEARER, ABSENT, AUTO, /fal",
        "vectorengine, BEARER, AUTO, AUTO, ''",
        "litellm, BEARER, PRESENT, PRESENT, /fal_ai"
    })
    void everyPresetIsFoundByItsName(String name, Scheme scheme, Offer status, Offer cancel, String prefix) {
        RelayProfile preset = RelayProfile.named(name).orElseThrow();
        assertThat(preset.scheme()).isEqualTo(scheme);
        assertThat(preset.statusPath()).isEqualTo(status);
        assertThat(preset.cancelPath()).isEqualTo(cancel);
        assertThat(preset.pathPrefix()).isEqualTo(prefix);
        assertThat(preset.isFal()).isEqualTo(name.equals("fal"));
    }

    @Test
    void aNameMayBeWrittenAsAPersonOrAConstantWritesIt() {
        assertThat(RelayProfile.named(" RESULT_ONLY ")).contains(RelayProfile.RESULT_ONLY);
        assertThat(RelayProfile.named("Yunwu")).contains(RelayProfile.YUNWU);
        assertThat(RelayProfile.named("nobody")).isEmpty();
        assertThat(RelayProfile.presets()).doesNotHaveDuplicates().hasSize(15);
    }

    @Test
    void withoutAWordFalIsFalAndEveryOtherHostIsFoundOut() {
        assertThat(FalConfig.builder().build().profile()).isEqualTo(RelayProfile.FAL);
        assertThat(FalConfig.builder().baseUrl("https://queue.fal.run/").build().profile())
                .isEqualTo(RelayProfile.FAL);
        assertThat(FalConfig.builder().baseUrl("https://relay.example").build().profile())
                .isEqualTo(RelayProfile.AUTO);
        assertThat(FalConfig.builder()
                        .baseUrl("https://relay.example")
                        .profile(RelayProfile.YUNWU)
                        .build()
                        .profile())
                .isEqualTo(RelayProfile.YUNWU);
    }

    @ParameterizedTest
    @CsvSource({
        "https://relay.example, https://relay.example/fal",
        "https://relay.example/, https://relay.example/fal",
        "https://relay.example/fal, https://relay.example/fal",
        "https://relay.example/other, https://relay.example/other"
    })
    void aPrefixIsAddedToABaseUrlThatHasNoPath(String given, String used) {
        FalConfig config = FalConfig.builder()
                .profile(RelayProfile.ZHENZHEN)
                .baseUrl(given)
                .build();
        assertThat(config.baseUrl()).isEqualTo(URI.create(used));
        assertThat(config.directUrl()).isEqualTo(URI.create(used));
    }

    @Test
    void aProfileIsChangedWithoutChangingThePreset() {
        RelayProfile own = RelayProfile.FAL
                .withStatusPath(Offer.ABSENT)
                .withCancelPath(Offer.ABSENT)
                .withScheme(Scheme.BEARER)
                .withPathPrefix("/v1/fal");
        assertThat(own.isFal()).isFalse();
        assertThat(own).hasToString("custom (status absent, cancel absent, prefix /v1/fal)");
        assertThat(own.withName("mine").name()).isEqualTo("mine");
        assertThat(RelayProfile.FAL.statusPath()).isEqualTo(Offer.PRESENT);
        assertThat(own).isNotEqualTo(RelayProfile.FAL).isEqualTo(own.withPathPrefix("/v1/fal"));
        assertThat(own.hashCode()).isEqualTo(own.withPathPrefix("/v1/fal").hashCode());
        assertThatThrownBy(() -> own.withPathPrefix("fal/")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> own.withName("Fal Ai")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> own.withName("fal")).isInstanceOf(IllegalArgumentException.class);
    }
}
