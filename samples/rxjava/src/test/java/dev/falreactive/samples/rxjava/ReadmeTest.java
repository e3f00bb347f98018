package dev.falreactive.samples.rxjava;

import dev.falreactive.samples.batch.Readme;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ReadmeTest {

    @Test
    void theTenLinesAreTheReadmesAndRun() throws IOException {
        Readme.shows("src/main/java/dev/falreactive/samples/rxjava/TenLines.java", "java");
        Readme.runs(TenLines::withRxJava);
    }

    @Test
    void theCommandIsTheReadmes() throws IOException {
        Readme.tells("batch-rxjava");
    }
}
