package dev.falreactive.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a status call of ours costs over HTTP/2, to what it costs over HTTP/1.1: is it worth having where a server offers it? */
final class HttpVersions {

    private static final int[] CONCURRENCY = {1, 32, 256};
    private static final int CALLS = 20_000;

    /**
     * What was found with so many calls under way at a time.
     *
     * @param concurrency how many
     * @param http1 CPU time of a call of the client over HTTP/1.1, in microseconds
     * @param http2 the same over HTTP/2
     */
    record Found(int concurrency, double http1, double http2) {

        double ratio() {
            return http2 / http1;
        }
    }

    private HttpVersions() {}

    static List<Found> measure(Progress progress) throws IOException {
        try (ChildProcess server1 = ChildProcess.java(QueueServer.class, Clients.JVM);
                ChildProcess server2 = ChildProcess.java(QueueServer.class, Clients.JVM, QueueServer.HTTP_2);
                ChildProcess http1 = worker(server1);
                ChildProcess http2 = worker(server2, QueueServer.HTTP_2)) {
            PollCpu.warmUp(Clients.FAL_REACTIVE, http1);
            PollCpu.warmUp(Clients.FAL_REACTIVE, http2);
            List<Found> all = new ArrayList<>();
            for (int concurrency : CONCURRENCY) {
                List<Double> micros1 = new ArrayList<>();
                List<Double> micros2 = new ArrayList<>();
                for (int round = 0; round < 5; round++) {
                    micros1.add(http1.pollMicros(concurrency, CALLS));
                    micros2.add(http2.pollMicros(concurrency, CALLS));
                }
                Found found = new Found(concurrency, Median.of(micros1), Median.of(micros2));
                progress.say("http2: " + found);
                all.add(found);
            }
            return all;
        }
    }

    private static ChildProcess worker(ChildProcess server, String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of("http://127.0.0.1:" + server.readLine()));
        args.addAll(List.of(more));
        return ChildProcess.java(FalReactiveWorker.class, Clients.REACTOR_NETTY, args.toArray(String[]::new));
    }
}
