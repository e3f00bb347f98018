package dev.falreactive.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

/** That the measurements run. What they measure is nowhere a condition. */
class SmokeTest {

    @Test
    void aWorkerPollsWaitsAndWatches() throws IOException {
        try (ChildProcess server = ChildProcess.java(QueueServer.class, List.of())) {
            String url = "http://127.0.0.1:" + server.readLine();
            try (ChildProcess worker = ChildProcess.java(FalReactiveWorker.class, List.of("-Xmx128m"), url)) {
                assertThat(worker.ask("poll 4 100")).isEqualTo("done");
                assertThat(Lags.parse(worker.ask("lag " + Load.steady(3, 50))).p50())
                        .isNotNegative();
                assertThat(Lags.parse(worker.ask("lag " + Load.together(3, 50))).p50())
                        .isNotNegative();
                assertThat(worker.ask("tickets 5")).isEqualTo("5");
                assertThat(Integer.parseInt(worker.ask("watch"))).isPositive();
                assertThat(worker.cpu()).isPositive();
            }
        }
    }

    @Test
    void aWorkerPollsOverHttp2() throws IOException {
        try (ChildProcess server = ChildProcess.java(QueueServer.class, List.of(), QueueServer.HTTP_2)) {
            String url = "http://127.0.0.1:" + server.readLine();
            try (ChildProcess worker =
                    ChildProcess.java(FalReactiveWorker.class, List.of("-Xmx128m"), url, QueueServer.HTTP_2)) {
                assertThat(worker.ask("poll 4 100")).isEqualTo("done");
            }
            // Neighbour: a client of HTTP/1.1 is not understood there.
            try (ChildProcess worker = ChildProcess.java(BareNettyWorker.class, List.of("-Xmx128m"), url)) {
                assertThatThrownBy(() -> worker.ask("poll 4 100")).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void theOtherJavaClientsPollTheSameServer() throws IOException {
        try (ChildProcess server = ChildProcess.java(QueueServer.class, List.of())) {
            String url = "http://127.0.0.1:" + server.readLine();
            for (Class<?> client : List.of(BareNettyWorker.class, FalJavaWorker.class)) {
                try (ChildProcess worker = ChildProcess.java(client, List.of("-Xmx128m"), url)) {
                    assertThat(worker.ask("poll 4 100")).isEqualTo("done");
                }
            }
        }
    }

    @Test
    void theMedianIsInTheMiddle() {
        assertThat(Median.of(List.of(9.0, 1.0, 2.0))).isEqualTo(2);
        assertThat(Median.of(List.of(9.0, 1.0, 2.0, 3.0))).isEqualTo(2.5);
        assertThat(Lags.of(new double[] {5, 1, 3})).isEqualTo(new Lags(3, 5, 5));
    }

    @Test
    void aPlotIsWellFormed() throws Exception {
        Plot plot = new Plot("a < b & c", Axis.logarithmic("x", 10, 1000), Axis.linear("y", 47))
                .curve("curve", List.of(new double[] {10, 1}, new double[] {1000, 47}))
                .point("point", 100, 20);
        for (String svg : List.of(plot.toString(), Plot.bars("bars", List.of("a"), List.of(1.5)))) {
            var bytes = new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8));
            var document =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(bytes);
            assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
        }
    }
}
