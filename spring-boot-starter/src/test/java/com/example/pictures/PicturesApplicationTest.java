package com.example.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Phase;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A new project: the starter, one property, one controller. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"fal.emulator.enabled=true", "fal.emulator.queue-time=50ms", "fal.emulator.run-time=50ms"})
class PicturesApplicationTest {

    @LocalServerPort
    private int port;

    @Autowired
    private FalEmulator emulator;

    @Test
    void aJobIsToldAsServerSentEvents() throws Exception {
        var answer = Http.get(port, "/pictures?prompt=a%20fox");

        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream;charset=UTF-8");
        assertThat(answer.body()).contains("data:{\"status\":\"COMPLETED\"");
        assertThat(emulator.ledger().of(Phase.SUBMIT)).hasSize(1);
    }
}
