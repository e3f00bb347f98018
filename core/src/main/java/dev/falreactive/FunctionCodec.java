package dev.falreactive;

import java.util.function.BiFunction;
import java.util.function.Function;

record FunctionCodec<T>(
        BiFunction<? super T, Function<InputFile, String>, byte[]> writer, Function<byte[], ? extends T> reader)
        implements Codec<T> {

    @Override
    public byte[] write(T value) {
        return write(value, InputFile::url);
    }

    @Override
    public byte[] write(T value, Function<InputFile, String> urls) {
        return writer.apply(value, urls);
    }

    @Override
    public T read(byte[] json) {
        return reader.apply(json);
    }
}
