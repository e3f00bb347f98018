package dev.falreactive.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChaosTest {

    private static final Duration STALL = Duration.ofSeconds(3);

    private static List<String> draws(Chaos chaos, Phase phase, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> chaos.take(phase).map(Fault::toString).orElse(""))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void isSilentUnlessAskedFor(Phase phase) {
        ConfigValues defaults = EmulatorConfig.builder().build().values();

        assertThat(draws(defaults.chaos(), phase, 1000)).containsOnly("");
    }

    @ParameterizedTest
    @EnumSource
    void strikesAtItsRate(Phase phase) {
        long struck = draws(new Chaos(0.1, 42, STALL), phase, 10_000).stream()
                .filter(name -> !name.isEmpty())
                .count();

        assertThat(struck).isBetween(900L, 1100L);
        assertThat(draws(new Chaos(1, 42, STALL), phase, 1000)).doesNotContain("");
    }

    @Test
    void isTheSameForASeedWhateverOtherPhasesDo() {
        Chaos alone = new Chaos(0.5, 7, STALL);
        Chaos among = new Chaos(0.5, 7, STALL);
        List<String> expected = draws(alone, Phase.SUBMIT, 100);
        List<String> drawn = IntStream.range(0, 100)
                .mapToObj(i -> {
                    draws(among, Phase.STATUS, i % 3);
                    return draws(among, Phase.SUBMIT, 1).get(0);
                })
                .toList();

        assertThat(drawn).isEqualTo(expected);
        assertThat(draws(new Chaos(0.5, 8, STALL), Phase.SUBMIT, 100)).isNotEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void fitsThePhase(Phase phase) {
        Set<String> seen = new HashSet<>(draws(new Chaos(1, 1, STALL), phase, 2000));

        assertThat(seen)
                .contains("drop-before-handling", "accept-then-drop", "half-reply", "stall(3s)")
                .contains("edge-502", "edge-503", "edge-504");
        assertThat(seen.contains("garbage"))
                .isEqualTo(EnumSet.of(Phase.SUBMIT, Phase.DIRECT, Phase.STATUS).contains(phase));
        assertThat(seen.contains("rate-limited"))
                .isEqualTo(
                        EnumSet.of(Phase.SUBMIT, Phase.DIRECT, Phase.STATUS, Phase.STREAM, Phase.RESULT, Phase.CANCEL)
                                .contains(phase));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void needsAProbability(double rate) {
        assertThatThrownBy(() -> EmulatorConfig.builder().chaos(rate, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from 0 to 1");
    }

    @Test
    void losesNoJobAndNamesWhatItDoes() throws Exception {
        EmulatorConfig config = EmulatorConfig.builder()
                .chaos(0.5, 11)
                .chaosStall(Duration.ofMillis(10))
                .build();
        try (FalEmulator emulator = FalEmulator.start(config)) {
            Caller caller = new Caller(emulator);
            for (int i = 0; i < 60; i++) {
                answered(() -> caller.post("{\"prompt\":\"a\"}"));
            }
            List<LedgerEntry> submits = emulator.ledger().submits();

            assertThat(submits)
                    .hasSizeGreaterThanOrEqualTo(60)
                    .anyMatch(entry -> entry.fault().isEmpty());
            for (LedgerEntry entry : submits) {
                if (entry.fault().isEmpty()) {
                    assertThat(entry.requestId()).isPresent();
                }
                if (entry.requestId().isPresent()) {
                    String id = entry.requestId().get();
                    // Chaos strikes these too: the job is there if an answer of the queue says so.
                    Until.holds(() -> answered(() -> caller.get(Caller.job(id) + "/status"))
                            .filter(body -> body.contains("\"request_id\":\"" + id))
                            .isPresent());
                }
            }
            assertThat(emulator.ledger().of(Phase.STATUS))
                    .anyMatch(entry -> entry.fault().isPresent())
                    .noneMatch(entry -> entry.status() == 404);
        }
    }

    @Test
    void comesAfterWhatWasInjected() throws Exception {
        try (FalEmulator emulator =
                FalEmulator.start(EmulatorConfig.builder().chaos(1, 3).build())) {
            Caller caller = new Caller(emulator);
            emulator.inject(Phase.SUBMIT, Fault.respond(299, Map.of(), ""), 2);

            assertThat(caller.post("{}").statusCode()).isEqualTo(299);
            assertThat(caller.post("{\"prompt\":\"[fault submit:respond(298)]\"}")
                            .statusCode())
                    .isEqualTo(298);
            assertThat(caller.post("{}").statusCode()).isEqualTo(299);
            assertThat(emulator.ledger().submits())
                    .extracting(entry -> entry.fault().orElse(""))
                    .containsExactly("respond", "respond", "respond");
        }
    }

    private interface Exchange {
        HttpResponse<String> send() throws IOException, InterruptedException;
    }

    private static Optional<String> answered(Exchange exchange) {
        try {
            return Optional.of(exchange.send().body());
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
