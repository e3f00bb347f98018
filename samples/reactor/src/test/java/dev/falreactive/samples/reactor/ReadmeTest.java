package dev.falreactive.samples.reactor;

import dev.falreactive.samples.batch.Readme;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ReadmeTest {

    @Test
    void theTenLinesAreTheReadmesAndRun() throws IOException {
        Readme.shows("src/main/java/dev/falreactive/samples/reactor/TenLines.java", "java");
        Readme.runs(TenLines::withReactor);
    }

    @Test
    void theCommandIsTheReadmes() throws IOException {
        Readme.tells("batch-reactor");
    }
}
