package dev.falreactive.benchmarks.jmh;

import dev.falreactive.EndpointId;
import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import dev.falreactive.protocol.Exchange;
import dev.falreactive.protocol.Outcome;
import dev.falreactive.protocol.QueueProtocol;
import dev.falreactive.protocol.WireHeaders;
import dev.falreactive.protocol.WireResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Making a status call's request, reading its answer, and as the limit reading the same JSON as a tree of nodes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StatusDecoding {

    private static final String ID = "07e0be22-3380-4699-a377-48729443435c";

    private final JsonMapper mapper = new JsonMapper();
    private final QueueProtocol protocol = new QueueProtocol(FalConfig.builder()
            .credentials(FalCredentials.key("benchmark:secret-secret"))
            .build());
    private final QueueTicket ticket = QueueTicket.of(EndpointId.of("fal-ai/flux-lora"), ID, Instant.EPOCH);
    private final Exchange<StatusUpdate> exchange = protocol.status(ticket, true);
    private final byte[] running = bytes("null");
    private final byte[] withLogs = bytes(logs(20));

    private static byte[] bytes(String logs) {
        String base = "https://queue.fal.run/fal-ai/flux-lora/jobs/" + ID;
        return ("{\"status\":\"IN_PROGRESS\",\"id\":\"" + ID + "\",\"first\":\"" + base + "\",\"second\":\"" + base
                        + "/status\",\"third\":\"" + base + "/cancel\",\"logs\":" + logs + ",\"metrics\":{}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String logs(int lines) {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < lines; i++) {
            text.append(i == 0 ? "" : ",")
                    .append("{\"timestamp\":\"2026-11-25T12:00:00.")
                    .append(100_000 + i)
                    .append("Z\",\"level\":\"INFO\",\"source\":\"USER\",\"message\":\"step ")
                    .append(i)
                    .append(" of 28, 3.1 iterations a second\"}");
        }
        return text.append(']').toString();
    }

    private Outcome<StatusUpdate> read(byte[] body) {
        return exchange.decode(new WireResponse(202, WireHeaders.none(), body, Instant.EPOCH));
    }

    @Benchmark
    public Exchange<StatusUpdate> request() {
        return protocol.status(ticket, false);
    }

    @Benchmark
    public Outcome<StatusUpdate> answer() {
        return read(running);
    }

    @Benchmark
    public Outcome<StatusUpdate> answerWithTwentyLogLines() {
        return read(withLogs);
    }

    @Benchmark
    public JsonNode treeOfNodes() {
        return mapper.readTree(running);
    }
}
