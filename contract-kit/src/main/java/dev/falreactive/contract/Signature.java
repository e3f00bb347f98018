package dev.falreactive.contract;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A method as it is declared. Its types are written in full, with their packages and type arguments.
 *
 * @param name its name
 * @param parameters the types of its parameters
 * @param returns what it returns
 */
public record Signature(String name, List<String> parameters, String returns) {

    private static final Pattern PACKAGE = Pattern.compile("\\b(?:[a-z_][a-z_0-9]*\\.)+");

    /** Keeps a copy. */
    public Signature {
        parameters = List.copyOf(parameters);
    }

    static Signature of(Method method) {
        List<String> parameters = Stream.of(method.getGenericParameterTypes())
                .map(Type::getTypeName)
                .toList();
        return new Signature(
                method.getName(), parameters, method.getGenericReturnType().getTypeName());
    }

    /**
     * The same method with other types.
     *
     * @param types makes a new type of an old one, with what is inside it
     * @return a new signature
     */
    public Signature typed(UnaryOperator<String> types) {
        return new Signature(name, parameters.stream().map(types).toList(), types.apply(returns));
    }

    /** {@return the method as one would write it, without packages} */
    @Override
    public String toString() {
        return PACKAGE.matcher(returns + " " + name + "(" + String.join(", ", parameters) + ")")
                .replaceAll("");
    }
}
