package dev.falreactive.samples.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.samples.gallery.Gallery.Answer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@GalleryTest
class SecurityTest {

    @Autowired
    FalEmulator emulator;

    private Gallery gallery;
    private int port;

    @BeforeEach
    void open(@LocalServerPort int port) {
        this.port = port;
        gallery = Gallery.on(port);
        emulator.ledger().clear();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/main.js",
                "/page.css",
                "/api/about",
                "/api/schema",
                "/nothing",
                "/images/x.png",
                "/api/jobs"
            })
    void everyAnswerCarriesThePolicy(String path) {
        Answer answer = gallery.get(path);
        assertThat(answer.header("Content-Security-Policy"))
                .startsWith("default-src 'none';")
                .contains("script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
    }

    @Test
    void thePageHasNothingInlineAndNothingFromElsewhere() {
        String page = gallery.get("/").text();
        assertThat(page).contains("<script type=\"module\" src=\"main.js\">");
        assertThat(page).doesNotContain("<style", " style=", " onclick=", "http://", "https://", "<script>");
    }

    @Test
    void aPageThatIsUnchangedIsNotSentAgain() {
        Answer first = gallery.get("/main.js");
        assertThat(first.header("Content-Type")).startsWith("text/javascript");
        Answer again = Gallery.send(gallery.request("/main.js").header("If-None-Match", first.header("ETag")));
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.text()).isEmpty();
    }

    @Test
    void theKeyReachesNobody() {
        String secret = emulator.credentials().headerValue().split("[ :]")[2];
        assertThat(secret).hasSizeGreaterThan(3);
        try (Tab tab = Tab.open(gallery)) {
            String id = gallery.submitted("a fox");
            tab.awaitState(id, "done");
            assertThat(tab.events().toString()).doesNotContain(secret);
        }
        for (String path : List.of("/", "/api/about", "/api/schema", "/nothing")) {
            assertThat(gallery.get(path).text()).doesNotContain(secret);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.example, cross-site, 403",
        "http://localhost:1, same-site, 403",
        "null, cross-site, 403",
        "null, , 403",
        "https://evil.example, , 403",
        ", cross-site, 403",
        ", none, 403",
        "OWN, same-origin, 202",
        "OWN, , 202",
        ", same-origin, 202",
        ", , 202"
    })
    void onlyTheOwnPageMaySubmit(String origin, String site, int status) {
        var post = gallery.post(
                "/api/jobs", Map.of("id", UUID.randomUUID().toString(), "input", Map.of("prompt", "a fox")));
        if (origin != null) {
            post.header("Origin", origin.equals("OWN") ? gallery.root() : origin);
        }
        if (site != null) {
            post.header("Sec-Fetch-Site", site);
        }
        assertThat(Gallery.send(post).status()).isEqualTo(status);
        if (status == 403) {
            assertThat(emulator.ledger().submits()).isEmpty();
        }
    }

    @Test
    void aPageOfAnotherSiteMayNotRemoveOrCancel() {
        assertThat(Gallery.send(gallery.request("/api/jobs/x").DELETE().header("Origin", "https://evil.example"))
                        .status())
                .isEqualTo(403);
        assertThat(Gallery.send(gallery.post("/api/jobs/x/cancel", Map.of()).header("Sec-Fetch-Site", "cross-site"))
                        .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({"localhost, 200", "LOCALHOST, 200", "127.0.0.1, 200", "evil.example, 421", "localhost.evil.example, 421"
    })
    void onlyTheGallerysOwnNamesAreAnswered(String host, int status) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.getOutputStream()
                    .write(("GET /api/about HTTP/1.1\r\nHost: " + host + ":" + port + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 " + status);
        }
    }

    @Test
    void theFormIsMadeOfTheModelsOwnSchema() {
        Answer schema = gallery.get("/api/schema");
        assertThat(schema.text())
                .isEqualTo(dev.falreactive.fluxlora.FluxLora.inputSchema().document());
        assertThat(gallery.get("/api/about").json()).containsEntry("backend", "emulator");
    }
}
