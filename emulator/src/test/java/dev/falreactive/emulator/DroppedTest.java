package dev.falreactive.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.protocol.WireRequest;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** What fails because the client left is not answered: an answer to nobody would cost a buffer. */
class DroppedTest {

    @ParameterizedTest
    @CsvSource({"IO, ''", "ARGUMENT, HTTP/1.1 400"})
    void aBrokenConnectionIsDroppedAndABadRequestIsAnswered(String failure, String answer) throws IOException {
        EmulatorConfig settings = EmulatorConfig.builder().build();
        ConfigValues config = settings.values();
        EmulatedQueue queue = EmulatedQueue.create(settings, new SplittableRandom(1));
        Scheduler timer = Schedulers.parallel();
        HttpFront front = new HttpFront(
                config,
                queue,
                request -> fails(request, failure),
                new Strikes(config, queue, new FaultBox()),
                new Ledger(10),
                new WebhookBook(10),
                new Storage(config, new StorageDisk()),
                timer,
                timer);
        DisposableServer server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle(front::handle)
                .bindNow();
        try (Socket client = new Socket("127.0.0.1", server.port())) {
            client.setSoTimeout(20_000);
            client.getOutputStream()
                    .write("GET /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            String got = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(got).startsWith(answer);
            assertThat(got.isEmpty()).isEqualTo(answer.isEmpty());
        } finally {
            server.disposeNow();
        }
    }

    private static Route fails(WireRequest request, String failure) {
        return failure.equals("IO")
                ? sneakily(new IOException("Connection reset by peer"))
                : sneakily(new IllegalArgumentException(request.toString()));
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable, R> R sneakily(Throwable error) throws E {
        throw (E) error;
    }
}
