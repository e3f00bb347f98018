package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.emulator.EmulatorConfig;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.Phase;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

/** A whole run with every logger at its most talkative. */
@Isolated
class KeyInNoLogTest {

    private static final String SECRET = "canary-secret-8c1f0e";

    @Test
    void R13_theKeyIsInNoLogOfAWholeRun() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.iteratorForAppenders().forEachRemaining(appender -> appender.stop());
        root.addAppender(log);
        root.setLevel(Level.TRACE);
        try {
            run();
        } finally {
            root.setLevel(before);
            root.detachAppender(log);
            root.iteratorForAppenders().forEachRemaining(appender -> appender.start());
        }
        List<String> lines = List.copyOf(log.list).stream()
                .map(event -> event.getFormattedMessage())
                .toList();
        assertThat(lines).isNotEmpty().noneMatch(line -> line.contains(SECRET));
    }

    private static void run() {
        try (FalEmulator emulator = FalEmulator.start(EmulatorConfig.builder()
                        .port(0)
                        .queueTime(Duration.ofMillis(10))
                        .runTime(Duration.ofMillis(10))
                        .build());
                ReactorFalClient client = ReactorFalClient.create(FalConfig.builder()
                        .baseUrl(emulator.baseUrl())
                        .credentials(FalCredentials.key("canary:" + SECRET))
                        .build())) {
            var queue = client.queue(FluxLora.TEXT_TO_IMAGE);
            emulator.inject(Phase.STATUS, Fault.edgePage(502));
            emulator.inject(Phase.STATUS, Fault.garbage());
            queue.submitAndAwait(
                            FluxLoraRequest.builder("a tiger").imageSize(16, 16).build())
                    .block();
            emulator.inject(Phase.UPLOAD, Fault.edgePage(502));
            client.files().upload(FileSource.of(new byte[10], "image/png")).block();
            emulator.inject(Phase.SUBMIT, Fault.acceptThenDrop());
            catchThrowable(() ->
                    queue.submit(FluxLoraRequest.builder("a tiger").build()).block());
        }
    }
}
