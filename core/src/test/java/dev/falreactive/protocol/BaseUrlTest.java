package dev.falreactive.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.falreactive.FalException.InvalidInput;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** R12: a URL that a user gives is refused when it is unsafe. */
class BaseUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://queue.fal.run,              https://queue.fal.run",
        "https://queue.fal.run/,             https://queue.fal.run",
        "HTTPS://Queue.FAL.run//,            https://queue.fal.run",
        "https://relay.example:8443,         https://relay.example:8443",
        "https://relay.example/fal,          https://relay.example/fal",
        "https://relay.example/fal/,         https://relay.example/fal",
        "https://relay.example/api/v1/fal_ai/, https://relay.example/api/v1/fal_ai",
        "https://relay.example/Fal.v1~x@y:z, https://relay.example/Fal.v1~x@y:z",
        "https://10.0.0.1,                   https://10.0.0.1",
        "https://[2001:db8::1]:8443/fal,     https://[2001:db8::1]:8443/fal",
        "http://localhost:8080,              http://localhost:8080",
        "http://LOCALHOST,                   http://localhost",
        "http://127.0.0.1:8080/fal,          http://127.0.0.1:8080/fal",
        "http://127.1.2.3,                   http://127.1.2.3",
        "http://[::1]:8080,                  http://[::1]:8080",
        "https://host:65535,                 https://host:65535",
    })
    void aSafeUrlIsBroughtIntoItsOneForm(String given, String expected) {
        assertThat(BaseUrl.checked(given, Set.of())).hasToString(expected);
        assertThat(BaseUrl.checked(expected, Set.of())).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "queue.fal.run",
                "//queue.fal.run",
                "/fal",
                "https:",
                "https://",
                "https:///fal",
                "https:queue.fal.run",
                "ftp://queue.fal.run",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "ws://queue.fal.run",
                "http://queue.fal.run",
                "http://10.0.0.1",
                "http://0.0.0.0:8080",
                "http://localhost.evil.example",
                "http://127.0.0.1.evil.example",
                "http://evil.example/localhost",
                "https://c4n4ry@relay.example",
                "https://id:c4n4ry@relay.example",
                "http://localhost@evil.example",
                "https://relay.example?key=c4n4ry",
                "https://relay.example/?",
                "https://relay.example#c4n4ry",
                "https://relay.example/../admin",
                "https://relay.example/fal/..",
                "https://relay.example/./fal",
                "https://relay.example/%2e%2e",
                "https://relay.example/a%2Fb",
                "https://relay.example//fal",
                "https://relay.example/fal//v1",
                "https://relay.example/f al",
                "https://relay.example/fal\r\nX-Evil: 1",
                "https://relay.example\n",
                "https://relay.example\\fal",
                "https://relay.example/虎",
                "https://my_host",
                "https://relay.example:0",
                "https://relay.example:65536",
                "https://relay.example:99999",
                "https://relay.example:x",
                "https://[::12222222222.1.1.1]",
            })
    void anUnsafeUrlIsRefusedWithoutQuotingIt(String given) {
        assertThatThrownBy(() -> BaseUrl.checked(given, Set.of()))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("The base URL is not valid, nothing was sent: ")
                .satisfies(error -> assertThat(error.getMessage()).doesNotContain("c4n4ry", "\r", "\n"));
        assertThatThrownBy(() -> BaseUrl.checkedKeys(given, Set.of()))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("The URL of the webhook keys is not valid, nothing was sent: ")
                .satisfies(error -> assertThat(error.getMessage()).doesNotContain("c4n4ry", "\r", "\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "a", "%", "."})
    void R14_aUrlOfAMegabyteIsRefusedAtOnce(String part) {
        String given = "https://relay.example" + part.repeat(1_000_000 / part.length()) + "x";

        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThatThrownBy(() -> BaseUrl.checked(given, Set.of()))
                        .isInstanceOf(InvalidInput.class)
                        .satisfies(error -> assertThat(error.getMessage()).hasSizeLessThan(300)));
    }

    @Test
    void aLongPrefixIsKept() {
        String given = "https://relay.example" + "/a".repeat(900);

        assertThat(BaseUrl.checked(given + "/", Set.of())).hasToString(given);
    }

    @Test
    void plainHttpIsAllowedToAHostByName() {
        assertThat(BaseUrl.checked("http://Fal-Emulator:8080", Set.of("fal-emulator")))
                .hasToString("http://fal-emulator:8080");
        assertThatThrownBy(() -> BaseUrl.checked("http://other:8080", Set.of("fal-emulator")))
                .hasMessageContaining("https");
        assertThatThrownBy(() -> BaseUrl.checked("http://fal-emulator.evil:8080", Set.of("fal-emulator")))
                .hasMessageContaining("https");
    }
}
