package dev.falreactive.benchmarks;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * The server that all clients are measured on: status calls of {@link ScriptedJob}s and nothing else, as cheap as can be, in
 * a process of its own. Says its port on standard output, and ends with its standard input.
 */
final class QueueServer {

    static final String HTTP_2 = "h2";

    private QueueServer() {}

    /**
     * Serves.
     *
     * @param args the HTTP version, 1.1 if there is none
     */
    public static void main(String[] args) throws IOException {
        DisposableServer server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .protocol(protocol(args))
                .handle(QueueServer::answer)
                .bindNow();
        System.out.println(server.port());
        System.out.flush();
        while (System.in.read() >= 0) {
            // Whoever started it is still there.
        }
        server.disposeNow();
    }

    /** What the words of a command line name; HTTP/2 is spoken from the first byte on, without TLS. */
    static HttpProtocol protocol(String[] args) {
        return List.of(args).contains(HTTP_2) ? HttpProtocol.H2C : HttpProtocol.HTTP11;
    }

    private static Mono<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        Optional<ScriptedJob> job =
                ScriptedJob.in(request.uri()).or(() -> ScriptedJob.in(target(request.requestHeaders())));
        if (job.isEmpty()) {
            return response.status(404).send();
        }
        long now = System.currentTimeMillis();
        byte[] body = job.get().status(now);
        return response.status(job.get().hasEnded(now) ? 200 : 202)
                .header("Content-Type", "application/json")
                .header("Content-Length", Integer.toString(body.length))
                .sendObject(Unpooled.wrappedBuffer(body))
                .then();
    }

    /** The official Java client's proxy option puts the URL that it means into a header. */
    private static String target(HttpHeaders headers) {
        for (Map.Entry<String, String> header : headers) {
            if (header.getValue().startsWith("https://")) {
                return header.getValue();
            }
        }
        return "";
    }
}
