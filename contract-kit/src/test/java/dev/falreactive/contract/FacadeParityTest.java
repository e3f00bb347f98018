package dev.falreactive.contract;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class FacadeParityTest {

    interface Lead<T> {
        Optional<T> first(T input);

        Optional<T> second(T input, int times);

        Optional<T> second(T input);

        void third(Function<? super T, ? extends Optional<Void>> then);
    }

    interface Same<T> {
        List<T> first(T input);

        List<T> second(T input, int times);

        List<T> second(T input);

        void third(Function<? super T, ? extends Runnable> then);
    }

    interface Disordered<T> {
        List<T> first(T input);

        void third(Function<? super T, ? extends Runnable> then);

        List<T> second(T input, int times);

        List<T> second(T input);
    }

    interface Different<T> {
        List<T> first(T input);

        List<Object> second(T input, int times);

        void third(Function<? super T, ? extends Runnable> then);

        static void fourth() {}
    }

    private static final Map<String, String> DIFFERENCES = Map.of(
            "missing: List<T> second(T)", "nobody asks for it",
            "missing: List<T> second(T, int)", "it brings objects",
            "extra: List<Object> second(T, int)", "it brings objects",
            "extra: void fourth()", "one more");

    private static Signature lists(Signature signature) {
        return signature.typed(type -> type.replace("java.util.Optional<java.lang.Void>", "java.lang.Runnable")
                .replace("java.util.Optional", "java.util.List"));
    }

    private static void check(Class<?> facade, Map<String, String> deviations) {
        FacadeParity.check(Lead.class, facade, FacadeParityTest::lists, deviations);
    }

    @Test
    void theSameVerbsWithMappedTypesPass() {
        assertThatCode(() -> check(Same.class, Map.of())).doesNotThrowAnyException();
    }

    @Test
    void withoutTheMappingTheyDiffer() {
        assertThatThrownBy(() -> FacadeParity.check(Lead.class, Same.class, signature -> signature, Map.of()))
                .hasMessageContaining("missing: Optional<T> first(T)")
                .hasMessageContaining("extra: List<T> first(T)");
    }

    @Test
    void everyDifferenceIsNamed() {
        assertThatThrownBy(() -> check(Different.class, Map.of()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll(DIFFERENCES.keySet().toArray(String[]::new))
                .hasMessageNotContaining("third");
    }

    @Test
    void whatIsListedWithAReasonPasses() {
        assertThatCode(() -> check(Different.class, DIFFERENCES)).doesNotThrowAnyException();
    }

    @Test
    void aDeviationWithoutAReasonFails() {
        Map<String, String> blank = new java.util.HashMap<>(DIFFERENCES);
        blank.put("extra: void fourth()", " ");
        assertThatThrownBy(() -> check(Different.class, blank))
                .hasMessageContaining("without a reason: extra: void fourth()");
    }

    @Test
    void aDeviationThatIsNoneAnyMoreFails() {
        assertThatThrownBy(() -> check(Same.class, Map.of("extra: void fourth()", "one more")))
                .hasMessageContaining("stale: extra: void fourth()");
    }

    @Test
    void anotherOrderFails() {
        assertThatThrownBy(() -> check(Disordered.class, Map.of()))
                .hasMessageContaining("order: first, third, second")
                .hasMessageNotContaining("missing");
    }
}
