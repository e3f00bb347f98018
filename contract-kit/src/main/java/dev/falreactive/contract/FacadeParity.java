package dev.falreactive.contract;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;

/**
 * Whether a facade has the methods of the type that it follows: the same overloads with its own types, declared in the same
 * order.
 */
public final class FacadeParity {

    private static final Pattern DECLARED = Pattern.compile(" ([^\\s.(]+)\\(");

    private FacadeParity() {}

    /**
     * Compares the public methods that two types declare. A difference is one of {@code missing: SIGNATURE}, {@code extra:
     * SIGNATURE} and {@code order: NAMES}, with signatures as {@link Signature#toString()} writes them.
     *
     * @param reference the type that leads
     * @param facade the type that follows
     * @param mapping what a method of the reference looks like in the facade
     * @param deviations the differences that are meant, and for each its reason
     * @throws AssertionError if there is a difference that is not listed, a deviation that is none any more, or one without
     *     a reason
     */
    public static void check(
            Class<?> reference, Class<?> facade, UnaryOperator<Signature> mapping, Map<String, String> deviations) {
        Set<String> differences = differences(reference, facade, mapping);
        List<String> problems = new ArrayList<>();
        differences.stream().filter(found -> !deviations.containsKey(found)).forEach(problems::add);
        deviations.forEach((listed, reason) -> {
            if (!differences.contains(listed)) {
                problems.add("stale: " + listed);
            } else if (reason.isBlank()) {
                problems.add("without a reason: " + listed);
            }
        });
        if (!problems.isEmpty()) {
            throw new AssertionError(facade.getSimpleName() + " differs from " + reference.getSimpleName() + ":\n  "
                    + String.join("\n  ", problems));
        }
    }

    private static Set<String> differences(Class<?> reference, Class<?> facade, UnaryOperator<Signature> mapping) {
        Map<Signature, Method> has = methods(facade);
        Map<Signature, Method> wants = new LinkedHashMap<>();
        methods(reference).forEach((signature, method) -> wants.put(mapping.apply(signature), method));
        if (wants.isEmpty()) {
            throw new AssertionError("no public method in " + reference);
        }
        Set<String> differences = new TreeSet<>();
        wants.keySet().stream()
                .filter(signature -> !has.containsKey(signature))
                .forEach(signature -> differences.add("missing: " + signature));
        has.keySet().stream()
                .filter(signature -> !wants.containsKey(signature))
                .forEach(signature -> differences.add("extra: " + signature));

        List<String> wanted = new ArrayList<>();
        List<String> order = declared(facade);
        for (String name : declared(reference)) {
            String there = wants.entrySet().stream()
                    .filter(entry -> entry.getValue().getName().equals(name))
                    .map(entry -> entry.getKey().name())
                    .findFirst()
                    .orElse(name);
            if (order.contains(there)) {
                wanted.add(there);
            }
        }
        order.retainAll(wanted);
        if (!order.equals(wanted)) {
            differences.add("order: " + String.join(", ", order));
        }
        return differences;
    }

    private static Map<Signature, Method> methods(Class<?> type) {
        Map<Signature, Method> methods = new LinkedHashMap<>();
        Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .forEach(method -> methods.put(Signature.of(method), method));
        return methods;
    }

    /** The names of the public methods, each once, as the class file has them: compilers keep the order of the source. */
    private static List<String> declared(Class<?> type) {
        ToolProvider javap = ToolProvider.findFirst("javap")
                .orElseThrow(() -> new AssertionError("the order of methods needs a JDK: this runtime has no javap"));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = javap.run(new PrintWriter(out), new PrintWriter(err), "-public", "-cp", home(type), type.getName());
        if (exit != 0) {
            throw new AssertionError("javap failed: " + err);
        }
        List<String> names = new ArrayList<>();
        Matcher matcher = DECLARED.matcher(out.toString());
        while (matcher.find()) {
            if (!names.contains(matcher.group(1))) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }

    private static String home(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
