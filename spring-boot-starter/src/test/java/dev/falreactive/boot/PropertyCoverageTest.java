package dev.falreactive.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** Each property that the metadata knows is tested, and no test is about one that is gone. */
class PropertyCoverageTest {

    @Test
    void eachPropertyHasATest() {
        List<String> known =
                Metadata.read().stream().map(Metadata.Property::name).toList();

        assertThat(new TreeSet<>(tested())).isEqualTo(new TreeSet<>(known));
    }

    private static List<String> tested() {
        Stream<String> byCase = ClientPropertiesTest.cases().stream().map(each -> "fal." + each.name());
        Stream<String> byAnnotation =
                ReflectionSupport.findAllClassesInPackage("dev.falreactive.boot", type -> true, name -> true).stream()
                        .flatMap(type -> ReflectionSupport.findMethods(
                                type,
                                method -> method.isAnnotationPresent(Covers.class),
                                HierarchyTraversalMode.TOP_DOWN)
                                .stream())
                        .flatMap(method ->
                                Stream.of(method.getAnnotation(Covers.class).value()));
        return Stream.concat(byCase, byAnnotation).toList();
    }
}
