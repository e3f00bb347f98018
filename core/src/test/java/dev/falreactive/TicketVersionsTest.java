package dev.falreactive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.protocol.QueueProtocol;
import dev.falreactive.protocol.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** R15: every stored form of a ticket, of this version, of relays and of a later version, is read for ever. */
class TicketVersionsTest {

    private static final String ODD_ID = "task_01HX+7/a=b 虎";

    private static String stored(String name) throws IOException {
        try (InputStream in = TicketVersionsTest.class.getResourceAsStream("/tickets/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static Stream<String> all() throws IOException {
        try (Stream<Path> files = Files.list(SourceTree.module().resolve("src/test/resources/tickets"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void R15_aStoredTicketIsReadAndWhatIsWrittenIsReadAgain(String name) throws IOException {
        QueueTicket ticket = QueueTicket.fromJson(stored(name));

        assertThat(QueueTicket.fromJson(ticket.toJson())).isEqualTo(ticket);
        assertThat(ticket.toJson()).doesNotContain("\n");
        assertThat(ticket.requestId()).isIn(Wire.ID, ODD_ID);
        assertThat(ticket.submittedAt().getNano() % 1_000_000).isZero();
    }

    @Test
    void thereAreSuchTickets() throws IOException {
        assertThat(all()).hasSizeGreaterThanOrEqualTo(8).contains("v1.json", "v2-from-the-future.json");
    }

    @ParameterizedTest
    @CsvSource({
        "v1.json,                 /fal-ai/flux-lora/requests/ID/status,                /fal-ai/flux-lora/requests/ID",
        "v1-unknown-fields.json,  /fal-ai/flux-lora/requests/ID/status,                /fal-ai/flux-lora/requests/ID",
        "v1-without-paths.json,   /workflows/me/my-flow/requests/ID/status,            /workflows/me/my-flow/requests/ID",
        "v1-narrative-paths.json, /fal-ai/flux-lora/image-to-image/requests/ID/status, /fal-ai/flux-lora/image-to-image/requests/ID/response",
        "v1-with-a-key.json,      /fal-ai/flux-lora/requests/ID/status,                /fal-ai/flux-lora/requests/ID",
        "v2-from-the-future.json, /fal-ai/flux-lora/requests/ID/status,                /fal-ai/flux-lora/requests/ID",
        "v1-relay-id.json, /auto/requests/task_01HX+7%2Fa=b%20%E8%99%8E/status, /fal-ai/flux-lora/requests/task_01HX%2B7%2Fa%3Db%20%E8%99%8E",
    })
    void R15_itAsksWhereItsJobIs(String name, String status, String result) throws IOException {
        QueueTicket ticket = QueueTicket.fromJson(stored(name));

        assertThat(Wire.FAL.status(ticket, false).request().uri())
                .hasToString("https://queue.fal.run" + status.replace("ID", Wire.ID));
        assertThat(Wire.FAL
                        .result(Endpoint.json(ticket.endpoint().toString()), ticket, true)
                        .request()
                        .uri())
                .hasToString("https://queue.fal.run" + result.replace("ID", Wire.ID));
    }

    @ParameterizedTest
    @CsvSource({
        "https://relay.example/fal/v1, https://relay.example/fal/v1/fal-ai/flux-lora/requests/ID/status",
        "https://moved.example/fal/v1, https://moved.example/fal/v1/fal-ai/flux-lora/requests/ID/status",
        "https://relay.example,        https://relay.example/fal/v1/fal-ai/flux-lora/requests/ID/status",
    })
    void R12_aPrefixInATicketIsNotAddedAgain(String base, String asked) throws IOException {
        QueueProtocol relay =
                new QueueProtocol(FalConfig.builder().baseUrl(base).build());

        assertThat(relay.status(QueueTicket.fromJson(stored("v1-relay-prefix.json")), false)
                        .request()
                        .uri())
                .hasToString(asked.replace("ID", Wire.ID));
    }

    @Test
    void R13_aKeyThatSomebodyPutIntoATicketIsNotKept() throws IOException {
        String line = stored("v1-with-a-key.json");
        QueueTicket ticket = QueueTicket.fromJson(line);

        assertThat(line).contains("c4n4ry");
        assertThat(ticket.toJson() + ticket).doesNotContain("c4n4ry");
    }

    @Test
    void R15_aTicketOfALaterVersionKeepsItsVersionAndLosesWhatThisOneDoesNotKnow() throws IOException {
        QueueTicket ticket = QueueTicket.fromJson(stored("v2-from-the-future.json"));

        assertThat(ticket.version()).isEqualTo(2);
        assertThat(ticket.submittedAt()).isEqualTo("2031-05-06T07:08:09.123Z");
        assertThat(ticket.toJson())
                .startsWith("{\"v\":2,\"endpoint\":\"fal-ai/flux-lora\",")
                .doesNotContain("stream_path", "links");
    }
}
