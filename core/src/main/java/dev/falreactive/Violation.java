package dev.falreactive;

/**
 * One way in which an input breaks the rules of its endpoint.
 *
 * @param pointer where, as a JSON pointer into the input, such as {@code /loras/0/scale}; empty for the input as a
 *     whole. A missing field is named by the pointer it would have
 * @param keyword the rule, in the words of JSON Schema, such as {@code maximum}, {@code enum}, {@code required}
 * @param message what is wrong, readable by a person
 */
public record Violation(String pointer, String keyword, String message) {

    @Override
    public String toString() {
        return (pointer.isEmpty() ? "input" : pointer) + " (" + keyword + "): " + message;
    }
}
