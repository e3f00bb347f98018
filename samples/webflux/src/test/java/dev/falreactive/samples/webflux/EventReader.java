package dev.falreactive.samples.webflux;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A browser that reads events when it is told to, and not before. */
final class EventReader implements AutoCloseable {

    private static final int RECEIVE_BUFFER = 4 * 1024;

    private final Socket socket = new Socket();
    private final InputStream events;

    EventReader(int port, String path) {
        try {
            socket.setReceiveBufferSize(RECEIVE_BUFFER);
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            socket.setSoTimeout(30_000);
            String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream wire = socket.getInputStream();
            while (!Chunks.line(wire).isEmpty()) {
                // the head
            }
            events = new Chunks(wire);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The data of the next event; empty when the stream is over. */
    Optional<String> next() {
        try {
            String data = Chunks.line(events);
            String blank = Chunks.line(events);
            if (data.isEmpty()) {
                return Optional.empty();
            }
            if (!data.startsWith("data:") || !blank.isEmpty()) {
                throw new AssertionError("no event: " + data + " / " + blank);
            }
            return Optional.of(data.substring("data:".length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
