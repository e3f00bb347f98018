package dev.falreactive.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.Codec;
import dev.falreactive.EndpointId;
import dev.falreactive.FalConfig;
import dev.falreactive.FalException;
import dev.falreactive.QueueTicket;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Answers as values, for the tests of everything that reads one. */
public final class Wire {

    public static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    public static final String ID = "019e1951-c778-7120-a377-48729443435c";
    public static final EndpointId ENDPOINT = EndpointId.of("fal-ai/flux-lora");
    public static final QueueTicket TICKET = QueueTicket.of(ENDPOINT, ID, NOW);
    public static final QueueProtocol FAL =
            new QueueProtocol(FalConfig.builder().build());

    private Wire() {}

    public static String fixture(String name) {
        try (InputStream in = Wire.class.getResourceAsStream("/wire/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static WireResponse answer(int status, String body, String... headers) {
        return answer(status, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    public static WireResponse answer(int status, byte[] body, String... headers) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            values.put(headers[i], headers[i + 1]);
        }
        return new WireResponse(status, WireHeaders.of(values), body, NOW);
    }

    /** A fixture if the text names one, else the text itself: for tables. */
    public static String body(String fixtureOrText) {
        return fixtureOrText.matches("[A-Z]+_[a-z]+_[\\w.-]+") ? fixture(fixtureOrText) : fixtureOrText;
    }

    public static <T> T success(Outcome<T> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Success.class);
        return ((Outcome.Success<T>) outcome).value();
    }

    public static <T> Outcome.Failure<T> failure(Outcome<T> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Failure.class);
        return (Outcome.Failure<T>) outcome;
    }

    /** Everything of an error that a person or a log may see. */
    public static String allTextOf(FalException error) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            text.append(cause).append('\n');
        }
        text.append(error.bodySnippet()).append('\n').append(error.requestId()).append('\n');
        error.ticket().ifPresent(ticket -> text.append(ticket).append(ticket.toJson()));
        if (error instanceof FalException.JobFailed failed) {
            text.append(failed.failure()).append(failed.failure().describe());
        }
        return text.toString();
    }

    public static Map<String, ?> json(String text) {
        return Codec.map().read(text.getBytes(StandardCharsets.UTF_8));
    }
}
