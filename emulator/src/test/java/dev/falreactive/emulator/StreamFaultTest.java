package dev.falreactive.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.falreactive.protocol.EventStreamDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamFaultTest {

    private static final JobScript FOUR = JobScript.steps(
            JobScript.queued(1), JobScript.queued(0), JobScript.running("Größe, \"7\": 🐅"), JobScript.completed());

    private final FalEmulator emulator = FalEmulator.start(
            EmulatorConfig.builder().port(0).keepAlive(Duration.ofMillis(20)).build());
    private final Caller caller = new Caller(emulator);

    @AfterEach
    void close() {
        emulator.close();
    }

    private String stream(Fault fault) throws IOException, InterruptedException {
        emulator.inject(Phase.STREAM, fault);
        return Caller.job(scripted()) + "/status/stream?logs=1";
    }

    private String scripted() throws IOException, InterruptedException {
        emulator.nextJob(FOUR);
        return caller.submit();
    }

    private static long events(String text) {
        return text.lines().filter(line -> line.startsWith("data:")).count();
    }

    private String readUntil(InputStream in, String end) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(end) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("ended before: " + read);
            }
            read.append((char) next);
        }
        return read.toString();
    }

    @Test
    void aStreamMayBeCutBehindSoManyEvents() throws Exception {
        String path = stream(StreamFault.cut(2));
        HttpResponse<InputStream> response =
                caller.client().send(caller.request(path).build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
            readUntil(in, "\"queue_position\":0");
            assertThatThrownBy(() -> readUntil(in, "IN_PROGRESS")).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void aStreamMayEndWellBeforeItsJob(int count) throws Exception {
        HttpResponse<String> response = caller.get(stream(StreamFault.end(count)));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(events(response.body())).isEqualTo(count);
        assertThat(response.body()).doesNotContain("COMPLETED");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aStreamMayFallSilentWithoutEvenAComment(int count) throws Exception {
        String path = stream(StreamFault.silence(count));
        HttpResponse<InputStream> response =
                caller.client().send(caller.request(path).build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
            if (count == 1) {
                readUntil(in, "\n\n");
            }
            // A stream without a fault, opened later, is at its end when this one has still said no more.
            assertThat(events(caller.get(Caller.job(scripted()) + "/status/stream")
                            .body()))
                    .isEqualTo(4);
            assertThat(in.available()).isZero();
        }
        Until.holds(() -> emulator.ledger().of(Phase.STREAM).get(0).aborted());
    }

    @ParameterizedTest
    @CsvSource({"lf, '\n'", "cr, '\r'", "crlf, '\r\n'"})
    void theSameEventsMayComeInAnotherForm(String name, String lineEnd) throws Exception {
        String body = caller.get(stream(StreamFault.form(name))).body();

        assertThat(body).startsWith("\uFEFF: one more" + lineEnd).contains(lineEnd + lineEnd);
        assertThat(body.replace(lineEnd, "")).doesNotContain("\r", "\n");
        List<String> data = new EventStreamDecoder(100_000)
                .feed(body.getBytes(StandardCharsets.UTF_8)).stream()
                        .filter(EventStreamDecoder.Part.Event.class::isInstance)
                        .map(part -> ((EventStreamDecoder.Part.Event) part).data())
                        .toList();
        assertThat(data).hasSize(4);
        assertThat(data.get(2)).contains("\n").contains("Größe, \\\"7\\\": 🐅");
    }

    @Test
    void anotherFormHasOneOfThreeLineEnds() {
        assertThatThrownBy(() -> StreamFault.form("nl")).hasMessageContaining("lf, cr, crlf");
        assertThatThrownBy(() -> StreamFault.cut(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void otherAnswersAreLeftAlone() throws Exception {
        emulator.inject(Phase.STATUS, StreamFault.cut(1));
        String id = scripted();

        assertThat(caller.get(Caller.job(id) + "/status").body()).contains("IN_QUEUE");
    }
}
