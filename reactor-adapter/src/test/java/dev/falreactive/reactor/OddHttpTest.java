package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.FalException;
import dev.falreactive.QueueTicket;
import dev.falreactive.RetryPolicy;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that HTTP allows, and servers seldom give: none of them may cost a ticket, or show the key. */
class OddHttpTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String SECRET = "canaryid:canarysecret";
    private static final String TICKET = "{\"status\":\"IN_QUEUE\",\"request_id\":\"a-1\",\"queue_position\":0}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 102 Processing\r\n\r\n",
                "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n",
                "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\n",
            })
    void whatComesBeforeTheAnswerIsNotTheAnswer(String interim) throws IOException {
        try (Answering server = new Answering(join(bytes(interim), answer("", bytes(TICKET))))) {
            assertThat(submit(server).requestId()).isEqualTo("a-1");
            assertThat(server.requests).hasValue(1);
        }
    }

    @Test
    void aCompressedAnswerIsReadThoughNoneIsAskedFor() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes(TICKET));
        }
        try (Answering server = new Answering(answer("Content-Encoding: gzip\r\n", packed.toByteArray()))) {
            assertThat(submit(server).requestId()).isEqualTo("a-1");
            assertThat(server.head).containsIgnoringCase("accept-encoding: identity");
        }
    }

    @Test
    void aLengthThatIsSaidTwiceIsBelievedIfItIsTheSame() throws IOException {
        String twice = "Content-Length: " + TICKET.length() + "\r\n";
        try (Answering server = new Answering(answer(twice, bytes(TICKET)))) {
            assertThat(submit(server).requestId()).isEqualTo("a-1");
        }
    }

    @Test
    void twoLengthsThatDifferAreNoAnswer() throws IOException {
        try (Answering server = new Answering(answer("Content-Length: 3\r\n", bytes(TICKET)))) {
            assertThat(catchThrowable(() -> submit(server))).isInstanceOf(FalException.SubmitOutcomeUnknown.class);
            assertThat(server.requests).hasValue(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 " + SECRET + " OK\r\n\r\n",
                SECRET + " 200 OK\r\n\r\n",
                "HTTP/1.1 200 " + SECRET + "\r\nContent-Length: " + SECRET + "\r\n\r\n",
            })
    void R13_anAnswerThatEchoesTheKeyShowsItInNoCause(String answer) throws IOException {
        try (Answering server = new Answering(bytes(answer))) {
            StringWriter all = new StringWriter();
            catchThrowable(() -> submit(server)).printStackTrace(new PrintWriter(all, true));

            assertThat(all.toString())
                    .doesNotContainIgnoringCase("canarysecret")
                    .contains("SubmitOutcomeUnknown");
        }
    }

    @Test
    void R13_theKeyOfAProxyIsShownInNoCauseEither() throws IOException {
        try (Answering server = new Answering(bytes("HTTP/1.1 " + SECRET + " OK\r\n\r\n"))) {
            StringWriter all = new StringWriter();
            FalConfig.Builder config = FalConfig.builder()
                    .proxyUrl("http://127.0.0.1:" + server.socket.getLocalPort())
                    .proxyCredentials(FalCredentials.bearer(SECRET));
            catchThrowable(() -> submit(config)).printStackTrace(new PrintWriter(all, true));
            assertThat(all.toString())
                    .doesNotContainIgnoringCase("canarysecret")
                    .contains("SubmitOutcomeUnknown");
        }
    }

    @Test
    void whatASupplierOfCredentialsThrowsEndsASubmitAtOnceAndAJobsCallsWithItsTicket() throws IOException {
        try (Answering server = new Answering(answer("", bytes(TICKET)))) {
            AtomicInteger asked = new AtomicInteger();
            IllegalStateException sealed = new IllegalStateException("the vault is sealed");
            FalConfig.Builder config = FalConfig.builder()
                    .baseUrl("http://127.0.0.1:" + server.socket.getLocalPort())
                    .credentials(FalCredentials.supplier(FalCredentials.Scheme.KEY, () -> {
                        asked.incrementAndGet();
                        throw sealed;
                    }));
            assertThat(catchThrowable(() -> submit(config))).isSameAs(sealed);
            assertThat(asked).hasValue(1);
            assertThat(catchThrowable(() -> status(config)))
                    .isInstanceOfSatisfying(
                            FalException.Unreachable.class,
                            error -> assertThat(error.ticket()).contains(Fixture.TICKET))
                    .hasMessageContaining("the credentials cannot be had: IllegalStateException")
                    .hasMessageNotContaining("sealed");
            assertThat(asked).as("it may be had a moment later").hasValueGreaterThan(2);
            assertThat(server.requests).hasValue(0);
        }
    }

    private static void status(FalConfig.Builder config) {
        config.retryPolicy(RetryPolicy.DEFAULT
                .withPauses(Duration.ofMillis(5), Duration.ofMillis(20))
                .withMaxUnreachable(Duration.ofMillis(300)));
        try (ReactorFalClient client = ReactorFalClient.create(config.build())) {
            client.queue(FluxLora.TEXT_TO_IMAGE).status(Fixture.TICKET).block(LIMIT);
        }
    }

    private static QueueTicket submit(Answering server) {
        return submit(FalConfig.builder()
                .baseUrl("http://127.0.0.1:" + server.socket.getLocalPort())
                .credentials(FalCredentials.key(SECRET)));
    }

    private static QueueTicket submit(FalConfig.Builder builder) {
        FalConfig config = builder.requestTimeout(Duration.ofSeconds(10)).build();
        try (ReactorFalClient client = ReactorFalClient.create(config)) {
            return client.queue(FluxLora.TEXT_TO_IMAGE)
                    .submit(FluxLoraRequest.builder("a fox").build())
                    .block(LIMIT);
        }
    }

    private static byte[] answer(String headers, byte[] body) {
        return join(
                bytes("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n"
                        + headers + "\r\n"),
                body);
    }

    private static byte[] join(byte[] first, byte[] second) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(first);
        all.writeBytes(second);
        return all.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Answers each request with the same bytes, and ends the connection. */
    private static final class Answering implements AutoCloseable {

        private final ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        private final AtomicInteger requests = new AtomicInteger();
        private volatile String head = "";

        Answering(byte[] answer) throws IOException {
            Thread thread = new Thread(
                    () -> {
                        while (!socket.isClosed()) {
                            try (Socket caller = socket.accept()) {
                                head = read(caller.getInputStream());
                                requests.incrementAndGet();
                                caller.getOutputStream().write(answer);
                                caller.getOutputStream().flush();
                                caller.shutdownOutput();
                                caller.getInputStream().readAllBytes();
                            } catch (IOException e) {
                                // The next caller, or the end of the test.
                            }
                        }
                    },
                    "answering");
            thread.setDaemon(true);
            thread.start();
        }

        private static String read(InputStream in) throws IOException {
            StringBuilder text = new StringBuilder();
            while (!text.toString().endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("the caller left");
                }
                text.append((char) next);
            }
            var length = java.util.regex.Pattern.compile("(?i)content-length: (\\d+)")
                    .matcher(text);
            in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
            return text.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
