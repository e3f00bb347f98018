package dev.falreactive.protocol;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** HTTP headers with one value a name; names are compared without regard to case. */
public final class WireHeaders {

    private static final WireHeaders NONE = new WireHeaders(new TreeMap<>(String.CASE_INSENSITIVE_ORDER));

    private final Supplier<Map<String, String>> values;

    private WireHeaders(TreeMap<String, String> values) {
        Map<String, String> fixed = Collections.unmodifiableMap(values);
        this.values = () -> fixed;
    }

    private WireHeaders(Supplier<Map<String, String>> values) {
        this.values = values;
    }

    /** {@return no headers} */
    public static WireHeaders none() {
        return NONE;
    }

    /**
     * Headers from a map.
     *
     * @param values the values by name; of names that differ in case alone the last wins
     * @return the headers
     */
    public static WireHeaders of(Map<String, String> values) {
        TreeMap<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(values);
        return new WireHeaders(copy);
    }

    /**
     * Headers that are read when somebody asks for one, each time anew: most answers are understood without.
     *
     * @param values brings the values by name, the same each time, whatever thread asks
     * @return the headers
     */
    public static WireHeaders readBy(Supplier<Map<String, String>> values) {
        return new WireHeaders(() -> of(values.get()).asMap());
    }

    /**
     * These headers and one more.
     *
     * @param name the name, replaced if it is there
     * @param value the value
     * @return new headers
     */
    public WireHeaders with(String name, String value) {
        TreeMap<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(asMap());
        copy.put(name, value);
        return new WireHeaders(copy);
    }

    /**
     * The value of a header.
     *
     * @param name the name, in any case
     * @return the value, or empty if the header is not there
     */
    public Optional<String> get(String name) {
        return Optional.ofNullable(asMap().get(name));
    }

    /** {@return all headers, in the order of their names; cannot be changed} */
    public Map<String, String> asMap() {
        return values.get();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WireHeaders that && asMap().equals(that.asMap());
    }

    @Override
    public int hashCode() {
        return asMap().hashCode();
    }

    /** {@return the names alone: a value may be a secret} */
    @Override
    public String toString() {
        return asMap().keySet().toString();
    }
}
