package dev.falreactive.micrometer;

import dev.falreactive.guards.ApiDump;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ApiDumpTest {

    @Test
    void thePublicApiIsTheCommittedOne() {
        ApiDump.check(Path.of(System.getProperty("fal.moduleDir")), "fal-reactive-micrometer.txt");
    }
}
