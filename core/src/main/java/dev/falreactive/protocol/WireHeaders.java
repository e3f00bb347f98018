package dev.falreactive.protocol;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** HTTP headers with one value a name; names are compared without regard to case. */
public final class WireHeaders {

    private static final WireHeaders NONE = new WireHeaders(new TreeMap<>(String.CASE_INSENSITIVE_ORDER));

    private final Map<String, String> values;

    private WireHeaders(TreeMap<String, String> values) {
        this.values = Collections.unmodifiableMap(values);
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
     * These headers and one more.
     *
     * @param name the name, replaced if it is there
     * @param value the value
     * @return new headers
     */
    public WireHeaders with(String name, String value) {
        TreeMap<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(values);
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
        return Optional.ofNullable(values.get(name));
    }

    /** {@return all headers, in the order of their names; cannot be changed} */
    public Map<String, String> asMap() {
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WireHeaders that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** {@return the names alone: a value may be a secret} */
    @Override
    public String toString() {
        return values.keySet().toString();
    }
}
