package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.FalConfig;
import dev.falreactive.RetryPolicy;
import dev.falreactive.UploadedFile;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.Phase;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Uploads to a server that takes the bytes slowly, but all the time. */
class SlowUploadTest extends UploadBench {

    private static final int FILE = 4 * MIB;
    private static final int SMALL_BUFFER = 64 * 1024;

    /** Takes a file at 1 MiB/s, then says that it has it. */
    private static final class Slow implements AutoCloseable {

        private final ServerSocket socket = new ServerSocket();
        private final AtomicInteger requests = new AtomicInteger();
        private final AtomicLong taken = new AtomicLong();

        Slow() throws IOException {
            socket.setReceiveBufferSize(SMALL_BUFFER);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Thread server = new Thread(this::serve, "slow server");
            server.setDaemon(true);
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + socket.getLocalPort() + "/x";
        }

        private void serve() {
            while (!socket.isClosed()) {
                try (Socket connection = socket.accept()) {
                    requests.incrementAndGet();
                    take(connection);
                } catch (IOException e) {
                    // The client left, or the test has ended.
                }
            }
        }

        private void take(Socket connection) throws IOException {
            InputStream in = connection.getInputStream();
            String head = "";
            while (!head.endsWith("\r\n\r\n")) {
                head += new String(in.readNBytes(1), StandardCharsets.US_ASCII);
            }
            for (int left = FILE; left > 0; left -= 16 * 1024) {
                taken.addAndGet(in.readNBytes(16 * 1024).length);
                LockSupport.parkNanos(Duration.ofMillis(15).toNanos());
            }
            connection
                    .getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void whatMovesSlowlyIsNotGivenUpThoughItTakesLongerThanTheLimit() throws IOException {
        try (Slow server = new Slow();
                ReactorFalClient hasty = ReactorFalClient.builder(FalConfig.builder()
                                .baseUrl(emulator.baseUrl())
                                .requestTimeout(Duration.ofSeconds(1))
                                .retryPolicy(RetryPolicy.DEFAULT.withMaxFailures(1))
                                .build())
                        .httpClient(http -> http.option(ChannelOption.SO_SNDBUF, SMALL_BUFFER))
                        .build()) {
            emulator.inject(
                    Phase.STORAGE,
                    Fault.respond(
                            200,
                            Map.of("Content-Type", "application/json"),
                            "{\"upload_url\":\"" + server.url() + "\",\"file_url\":\"" + server.url() + "\"}"));

            UploadedFile done = hasty.files()
                    .upload(FileSource.of(new byte[FILE], "image/png"))
                    .block(LIMIT);

            assertThat(done).isNotNull();
            assertThat(done.url()).isEqualTo(server.url());
            assertThat(server.requests).hasValue(1);
            assertThat(server.taken).hasValue(FILE);
        }
    }
}
