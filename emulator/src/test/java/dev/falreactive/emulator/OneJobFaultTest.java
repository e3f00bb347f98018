package dev.falreactive.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Faults that are meant for one job. */
class OneJobFaultTest {

    private final FalEmulator emulator = FalEmulator.start();
    private final Caller caller = new Caller(emulator);

    @AfterEach
    void end() {
        emulator.close();
    }

    private int status(String id) throws IOException, InterruptedException {
        return caller.get(Caller.job(id) + "/status").statusCode();
    }

    @Test
    void strikeCallsAboutThatJobAndNoOthers() throws Exception {
        String struck = caller.submit();
        String spared = caller.submit();
        emulator.inject(struck, Phase.STATUS, Fault.edgePage(502), 2);

        assertThat(status(spared)).isEqualTo(202);
        assertThat(status(struck)).isEqualTo(502);
        assertThat(status(spared)).isEqualTo(202);
        assertThat(caller.get(Caller.job(struck)).statusCode()).isEqualTo(400);
        assertThat(status(struck)).isEqualTo(502);
        assertThat(status(struck)).isEqualTo(202);
    }

    @Test
    void strikeBeforeThoseOfAllJobs() throws Exception {
        String id = caller.submit();
        emulator.inject(Phase.STATUS, Fault.edgePage(503));
        emulator.inject(id, Phase.STATUS, Fault.edgePage(502), 1);

        assertThat(status(id)).isEqualTo(502);
        assertThat(status(id)).isEqualTo(503);
        assertThat(status(id)).isEqualTo(202);
    }

    @Test
    void strikeItsImagesToo() throws Exception {
        emulator.nextJob(JobScript.steps(JobScript.completed()));
        String id = caller.submit();
        caller.get(Caller.job(id));
        emulator.inject(id, Phase.MEDIA, Fault.edgePage(502), 1);
        String image = "/_emulator/images/" + id + "/0.jpeg";

        assertThat(caller.get(image).statusCode()).isEqualTo(502);
        assertThat(caller.get(image).statusCode()).isEqualTo(200);
    }

    @Test
    void areForgottenWithTheOthers() throws Exception {
        String id = caller.submit();
        emulator.inject(id, Phase.STATUS, Fault.edgePage(502), 5);
        emulator.clearFaults();

        assertThat(status(id)).isEqualTo(202);
    }

    @Test
    void needAJobAndACallAboutIt() throws Exception {
        String id = caller.submit();

        assertThatThrownBy(() -> emulator.inject("unknown", Phase.STATUS, Fault.garbage(), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no job unknown");
        assertThatThrownBy(() -> emulator.inject(id, Phase.SUBMIT, Fault.garbage(), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has been submitted");
        assertThatThrownBy(() -> emulator.inject(id, Phase.STATUS, Fault.garbage(), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> emulator.inject(id, Phase.STATUS, Fault.requeued(1), 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
