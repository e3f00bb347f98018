package dev.falreactive;

import java.util.function.Function;

record FunctionCodec<T>(Function<? super T, byte[]> writer, Function<byte[], ? extends T> reader) implements Codec<T> {

    @Override
    public byte[] write(T value) {
        return writer.apply(value);
    }

    @Override
    public T read(byte[] json) {
        return reader.apply(json);
    }
}
