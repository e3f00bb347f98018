package dev.falreactive.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.Phase;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.reactor.ReactorFalClient;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class FalLogTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.falreactive.calls");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(lines);
        logger.setLevel(null);
    }

    @Test
    void aVerbThatEndedIsALineWithKeys() {
        job(Level.DEBUG);

        assertThat(lines.list)
                .filteredOn(line -> line.getFormattedMessage().contains("submit_and_await"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.getFormattedMessage()).contains("of fal-ai/flux-lora: success after");
                    assertThat(keys(line))
                            .contains("fal.client=default", "fal.endpoint=fal-ai/flux-lora", "fal.outcome=success")
                            .anyMatch(key -> key.startsWith("duration.ms="));
                });
        assertThat(lines.list).noneMatch(line -> line.getFormattedMessage().contains("submit call"));
        assertThat(lines.list)
                .anyMatch(line -> line.getFormattedMessage().equals("fal call is repeated after unreachable"));
    }

    @Test
    void atTraceEachExchangeIsALineToo() {
        job(Level.TRACE);

        assertThat(lines.list).anySatisfy(line -> {
            assertThat(line.getFormattedMessage()).contains("fal result call of fal-ai/flux-lora, job ");
            assertThat(keys(line)).contains("fal.status=200").anyMatch(key -> key.startsWith("fal.request.id="));
        });
        assertThat(lines.list.stream().map(line -> line.getFormattedMessage() + keys(line)))
                .noneMatch(line -> line.contains("canary"));
    }

    @Test
    void unlessAskedForThereIsNoLine() {
        job(Level.INFO);

        assertThat(lines.list).isEmpty();
    }

    private void job(Level level) {
        logger.setLevel(level);
        Contexts.runner()
                .withPropertyValues(
                        "fal.emulator.enabled=true",
                        "fal.emulator.queue-time=0s",
                        "fal.emulator.run-time=10ms",
                        "fal.poll.pause=10ms")
                .run(context -> {
                    context.getBean(FalEmulator.class).inject(Phase.STATUS, Fault.edgePage(502));
                    context.getBean(ReactorFalClient.class)
                            .queue(FluxLora.TEXT_TO_IMAGE)
                            .submitAndAwait(
                                    FluxLoraRequest.builder("a canary prompt").build())
                            .block(Duration.ofSeconds(20));
                });
    }

    private static List<String> keys(ILoggingEvent line) {
        return line.getKeyValuePairs() == null
                ? List.of()
                : Stream.of(line.getKeyValuePairs())
                        .flatMap(List::stream)
                        .map(pair -> pair.key + "=" + pair.value)
                        .toList();
    }
}
