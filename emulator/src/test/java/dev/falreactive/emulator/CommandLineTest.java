package dev.falreactive.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return EmulatorMain.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--bogus",
                "--relay=nobody",
                "--port=x",
                "--port=70000",
                "--runners=0",
                "--queue-time=soon",
                "--public-url=x",
                "--ledger-entries=0",
                "--chaos=2",
                "--chaos=often",
                "--chaos-seed=x",
                "--chaos-stall=x",
                "--retention=1h",
                "--ledger-body-bytes=-1",
                "@file"
            })
    void badUsageIsTwo(String arg) {
        assertThat(run(arg)).isEqualTo(2);
        assertThat(err.toString()).contains("Usage: fal-emulator");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void helpAndVersionAreToldOnStandardOut() {
        assertThat(run("--help")).isZero();
        assertThat(run("--version")).isZero();
        assertThat(out.toString())
                .contains("--queue-time=D")
                .contains("fal-emulator " + System.getProperty("fal.projectVersion"));
    }

    private static EmulatorConfig config(String... args) {
        EmulatorMain main = new EmulatorMain();
        new CommandLine(main).parseArgs(args);
        return main.config();
    }

    @Test
    void optionsReachTheSettings() {
        assertThat(config("--ledger-entries", "7").values().ledgerEntries()).isEqualTo(7);
        assertThat(config("--ledger-body-bytes", "8").values().ledgerBodyBytes())
                .isEqualTo(8);
        assertThat(config("--chaos", "0.25").values().chaosRate).isEqualTo(0.25);
        assertThat(config("--chaos-seed", "9").values().chaosSeed).isEqualTo(9);
        assertThat(config("--chaos-stall", "50ms").values().chaosStall).hasMillis(50);
        assertThat(config("--retention", "5m").values())
                .extracting(
                        ConfigValues::resultRetention, ConfigValues::largeResultRetention, ConfigValues::imageRetention)
                .containsOnly(Duration.ofMinutes(5));
        assertThat(config("--run-time", "8s").values().runTime()).hasSeconds(8);
        assertThat(config("--relay", "zhenzhen").values().pathPrefix()).isEqualTo("/fal");
        assertThat(config("--relay", "yunwu").values().bearer()).isTrue();
    }

    @Test
    void withoutOptionsTheDefaultsAreTheLibrarys() {
        EmulatorConfig library = EmulatorConfig.builder().build();

        assertThat(config().values().ledgerEntries()).isEqualTo(library.values().ledgerEntries());
        assertThat(config().values().ledgerBodyBytes())
                .isEqualTo(library.values().ledgerBodyBytes());
        assertThat(config().values().chaosRate).isZero();
        assertThat(config().values().chaosStall).isEqualTo(library.values().chaosStall);
        assertThat(config().values().resultRetention())
                .isEqualTo(library.values().resultRetention());
        assertThat(config().values().runners()).isEqualTo(library.values().runners());
        assertThat(config().values().queueTime()).isEqualTo(library.values().queueTime());
        assertThat(config().values().runTime()).isEqualTo(library.values().runTime());
    }

    @Test
    void aPortThatIsTakenIsOne() {
        try (FalEmulator emulator = FalEmulator.start()) {
            String port = emulator.baseUrl().replaceAll(".*:", "");

            assertThat(run("--port", port)).isEqualTo(1);
            assertThat(err.toString()).contains("cannot listen on port " + port);
        }
    }

    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "3s, PT3S", "2m, PT2M", "7, PT7S", "0, PT0S"})
    void readsTimes(String text, Duration time) {
        assertThat(new DurationConverter().convert(text)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1s", "1h", "1.5s", "s"})
    void refusesOtherTimes(String text) {
        assertThatThrownBy(() -> new DurationConverter().convert(text))
                .isInstanceOf(CommandLine.TypeConversionException.class);
    }
}
