package dev.falreactive;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a Java value becomes JSON and back. Keeps the JSON library out of every signature.
 *
 * <p>An implementation must be safe for use by several threads.
 *
 * @param <T> the Java type
 */
public interface Codec<T> {

    /**
     * Writes a value as one JSON document in UTF-8.
     *
     * @param value what to write
     * @return the document
     * @throws IllegalArgumentException if the value has no JSON form
     */
    byte[] write(T value);

    /**
     * Writes a value as {@link #write(Object)} does, each {@link InputFile} in it as what a function says. A codec that does
     * not override this asks each file for its URL, which one that has not been uploaded does not have; those of
     * {@link #map()} and {@link #of(Class)} do.
     *
     * @param value what to write
     * @param urls says what to write for a file
     * @return the document
     * @throws IllegalArgumentException if the value has no JSON form
     */
    default byte[] write(T value, Function<InputFile, String> urls) {
        return write(value);
    }

    /**
     * Reads one JSON document in UTF-8.
     *
     * @param json the document
     * @return the value
     * @throws IllegalArgumentException if the document is not JSON or has no meaning as {@code T}; the message says
     *     where, and does not quote the document
     */
    T read(byte[] json);

    /**
     * JSON objects as maps, with nothing lost: fields in order, integers of any size, decimals as
     * {@link java.math.BigDecimal}. What it reads cannot be changed.
     *
     * @return the codec
     */
    static Codec<Map<String, @Nullable Object>> map() {
        return new FunctionCodec<>(Json::write, Json::readObject);
    }

    /**
     * A class or record that Jackson can bind without configuration: its annotations are honoured, unknown fields are
     * ignored.
     *
     * @param type the class
     * @param <T> the class
     * @return the codec
     */
    static <T> Codec<T> of(Class<T> type) {
        return new FunctionCodec<>(Json::write, json -> Json.read(json, type));
    }

    /**
     * A codec from two functions, for a mapper of your own.
     *
     * @param write writes a value as JSON in UTF-8
     * @param read reads JSON in UTF-8; throws {@link IllegalArgumentException} on what it cannot read
     * @param <T> the Java type
     * @return the codec
     */
    static <T> Codec<T> of(Function<? super T, byte[]> write, Function<byte[], ? extends T> read) {
        return new FunctionCodec<>((value, urls) -> write.apply(value), read);
    }
}
