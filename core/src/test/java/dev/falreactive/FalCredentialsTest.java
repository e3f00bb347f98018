package dev.falreactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FalCredentialsTest {

    @Test
    void aKeyAndATokenDifferInTheirScheme() {
        assertThat(FalCredentials.key("id:secret").headerValue()).isEqualTo("Key id:secret");
        assertThat(FalCredentials.bearer("token").headerValue()).isEqualTo("Bearer token");
        assertThat(FalCredentials.key(" id:secret\n").headerValue()).isEqualTo("Key id:secret");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
                    a:b, -,  -,      Key a:b
                    a:b, id, secret, Key a:b
                    -,   id, secret, Key id:secret
                    '',  id, secret, Key id:secret
                    ' ', id, secret, Key id:secret
                    -,   id, -,      -
                    -,   -,  secret, -
                    -,   id, '',     -
                    -,   '', secret, -
                    '',  '', '',     -
                    -,   -,  -,      -
                    """)
    void anEmptyVariableIsAnUnsetOne(String key, String id, String secret, String header) {
        Map<String, String> environment = new HashMap<>();
        put(environment, "FAL_KEY", key);
        put(environment, "FAL_KEY_ID", id);
        put(environment, "FAL_KEY_SECRET", secret);

        assertThat(FalCredentials.fromEnvironment(environment)
                        .map(FalCredentials::headerValue)
                        .orElse(null))
                .isEqualTo(header);
    }

    private static void put(Map<String, String> environment, String name, String value) {
        if (value != null) {
            environment.put(name, value);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "c4n4ry:x\r\nX-Evil: 1",
                "c4n4ry\n:x",
                "c4n4ry x",
                "c4n4ry\u0000",
                "c4n4ry虎",
                "c4n4ry\u007f",
                "c4n4ry\t:x"
            })
    void R13_aSecretThatNoHeaderCanHoldIsRefusedWithoutQuotingIt(String secret) {
        FalCredentials supplied = FalCredentials.supplier(FalCredentials.Scheme.KEY, () -> secret);
        List<Supplier<Object>> all =
                List.of(() -> FalCredentials.key(secret), () -> FalCredentials.bearer(secret), supplied::headerValue);

        for (Supplier<Object> attempt : all) {
            assertThatThrownBy(attempt::get)
                    .isInstanceOf(FalException.InvalidInput.class)
                    .hasMessageContaining("The credential is not valid")
                    .satisfies(error -> assertThat(error.getMessage()).doesNotContain("c4n4ry"));
        }
    }

    @Test
    void aSupplierThatHasNoSecretIsRefused() {
        FalCredentials none = FalCredentials.supplier(FalCredentials.Scheme.KEY, () -> null);

        assertThatThrownBy(none::headerValue).isInstanceOf(FalException.InvalidInput.class);
    }

    @Test
    void aSupplierIsAskedAtEachCallAndNotBefore() {
        Iterator<String> keys = List.of("a:1", "b:2").iterator();
        FalCredentials credentials = FalCredentials.supplier(FalCredentials.Scheme.BEARER, keys::next);

        assertThat(keys).hasNext();
        assertThat(credentials.headerValue()).isEqualTo("Bearer a:1");
        assertThat(credentials.headerValue()).isEqualTo("Bearer b:2");
    }

    @Test
    void whatASupplierThrowsIsPassedOn() {
        FalCredentials broken = FalCredentials.supplier(FalCredentials.Scheme.KEY, () -> {
            throw new IllegalStateException("vault is sealed");
        });

        assertThatThrownBy(broken::headerValue).hasMessage("vault is sealed");
    }

    @Test
    void R13_credentialsPrintNothing() {
        FalCredentials credentials = FalCredentials.key("c4n4ry:0123456789");
        credentials.headerValue();

        assertThat(credentials).hasToString("FalCredentials[redacted]");
        assertThat(FalConfig.builder().credentials(credentials).build().toString())
                .doesNotContain("c4n4ry")
                .contains("redacted");
    }

    @Test
    void R13_aSecretIsBlankedAlsoBeforeItWasSent() {
        assertThat(FalCredentials.key("c4n4ry:0123456789").redact("the key c4n4ry:0123456789"))
                .isEqualTo("the key <redacted>");
        assertThat(FalCredentials.supplier(FalCredentials.Scheme.KEY, () -> "a:b")
                        .redact("a:b was never issued"))
                .isEqualTo("a:b was never issued");
    }
}
