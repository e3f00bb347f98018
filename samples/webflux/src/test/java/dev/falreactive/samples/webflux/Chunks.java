package dev.falreactive.samples.webflux;

import java.io.IOException;
import java.io.InputStream;

/** The body of an answer that is sent in chunks, read a byte at a time: nothing is read ahead. */
final class Chunks extends InputStream {

    private final InputStream wire;
    private int left;
    private boolean begun;
    private boolean over;

    Chunks(InputStream wire) {
        this.wire = wire;
    }

    @Override
    public int read() throws IOException {
        if (left == 0 && !over) {
            if (begun) {
                line(wire);
            }
            begun = true;
            left = Integer.parseInt(line(wire), 16);
            over = left == 0;
        }
        if (over) {
            return -1;
        }
        left--;
        return wire.read();
    }

    /** A line without its end. */
    static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n' && c >= 0; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }
}
