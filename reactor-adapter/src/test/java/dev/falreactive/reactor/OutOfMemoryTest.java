package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.falreactive.Codec;
import dev.falreactive.Endpoint;
import dev.falreactive.FalConfig;
import dev.falreactive.FalException;
import dev.falreactive.RetryPolicy;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.scheduler.VirtualTimeScheduler;

/** R14: an answer for which there is no memory is an error, and nobody waits for ever. */
class OutOfMemoryTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final ScriptedTransport transport = new ScriptedTransport(time);

    private ReactorQueue<Map<String, @Nullable Object>, String> queue(Codec<String> output) {
        FalConfig config = FalConfig.builder()
                .noBackupBaseUrl()
                .retryPolicy(RetryPolicy.DEFAULT.withMaxFailures(1))
                .build();
        ReactorFalClient client = new DefaultFalClient(
                config,
                transport,
                new NoFiles(),
                new DefaultWebhooks(config, new ScriptedKeys(), time),
                time,
                orphan -> {},
                () -> 0.5);
        return client.queue(Endpoint.of("fal-ai/flux-lora", Codec.map(), output));
    }

    private static Codec<String> reading(java.util.function.Function<byte[], String> read) {
        return Codec.of(value -> new byte[0], read);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, Exchanges.LARGE_BODY, 10 * Exchanges.LARGE_BODY})
    void anAnswerThatDoesNotFitIsUnreadable(int size) {
        transport.then(200, "\"" + "x".repeat(size - 2) + "\"");
        Throwable error = catchThrowable(() -> queue(reading(bytes -> {
                    throw new OutOfMemoryError("scripted");
                }))
                .result(Fixture.TICKET)
                .block(LIMIT));
        assertThat(error)
                .isInstanceOf(FalException.Unreadable.class)
                .hasMessageContaining("the answer of " + size + " bytes does not fit into memory")
                .hasMessageContaining("The job is not lost");
        assertThat(((FalException) error).ticket()).contains(Fixture.TICKET);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 10 * Exchanges.LARGE_BODY})
    void oneThatFitsIsRead(int size) {
        transport.then(200, "\"" + "x".repeat(size - 2) + "\"");
        assertThat(queue(reading(bytes -> "read " + bytes.length))
                        .result(Fixture.TICKET)
                        .block(LIMIT))
                .isEqualTo("read " + size);
    }
}
