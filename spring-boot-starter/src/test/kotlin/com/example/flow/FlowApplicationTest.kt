package com.example.flow

import dev.falreactive.emulator.FalEmulator
import dev.falreactive.emulator.Phase
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.springframework.beans.factory.annotation.Autowired
import org.springframework.boot.test.context.SpringBootTest
import org.springframework.boot.test.web.server.LocalServerPort

/** The same in Kotlin, with a Flow. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = ["fal.emulator.enabled=true", "fal.emulator.queue-time=50ms", "fal.emulator.run-time=50ms"],
)
class FlowApplicationTest(@param:Autowired private val emulator: FalEmulator) {

    @LocalServerPort private var port: Int = 0

    @Test
    fun aJobIsToldAsServerSentEvents() {
        val request = HttpRequest.newBuilder(URI.create("http://localhost:$port/pictures?prompt=a%20fox")).build()
        val answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString())

        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream;charset=UTF-8")
        assertThat(answer.body()).contains("data:{\"status\":\"COMPLETED\"")
        assertThat(emulator.ledger().of(Phase.SUBMIT)).hasSize(1)
    }
}
