package dev.falreactive.kotlin

import dev.falreactive.guards.ApiDump
import java.nio.file.Path
import org.junit.jupiter.api.Test

class ApiDumpTest {

    @Test
    fun thePublicApiIsTheCommittedOne() {
        ApiDump.check(Path.of(System.getProperty("fal.moduleDir")), "fal-reactive-kotlin.txt")
    }
}
