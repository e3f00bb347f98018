package dev.falreactive.reactor;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy that leads to one place whatever it is asked for, and notes what that was. */
final class TinyProxy implements AutoCloseable {

    /** How a client asks. */
    private interface Greeting {
        /** Reads what the client asks for, and says yes. */
        String read(DataInputStream in, OutputStream out) throws IOException;
    }

    private final ServerSocket server;
    private final int target;
    private final Greeting greeting;
    final List<String> asked = new CopyOnWriteArrayList<>();

    private TinyProxy(int target, Greeting greeting) {
        try {
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.target = target;
        this.greeting = greeting;
        start(this::accept);
    }

    static TinyProxy http(int target) {
        return new TinyProxy(target, (in, out) -> {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                head.write(in.readUnsignedByte());
            }
            out.write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            return head.toString(StandardCharsets.ISO_8859_1);
        });
    }

    static TinyProxy socks5(int target) {
        return new TinyProxy(target, (in, out) -> {
            in.readUnsignedByte();
            in.readFully(new byte[in.readUnsignedByte()]);
            out.write(new byte[] {5, 0});
            in.readFully(new byte[3]);
            int type = in.readUnsignedByte();
            byte[] address = new byte[type == 1 ? 4 : type == 4 ? 16 : in.readUnsignedByte()];
            in.readFully(address);
            int port = in.readUnsignedShort();
            out.write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
            String host = type == 3
                    ? new String(address, StandardCharsets.ISO_8859_1)
                    : InetAddress.getByAddress(address).getHostAddress();
            return host + ":" + port;
        });
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            start(() -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        try (client;
                Socket there = new Socket(InetAddress.getLoopbackAddress(), target)) {
            asked.add(greeting.read(new DataInputStream(client.getInputStream()), client.getOutputStream()));
            start(() -> pump(there.getInputStream(), client.getOutputStream()));
            pump(client.getInputStream(), there.getOutputStream());
        }
    }

    private static void pump(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[8192];
        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
            to.write(buffer, 0, n);
            to.flush();
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // The other side went away, or the test is over.
                    }
                },
                "tiny-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
