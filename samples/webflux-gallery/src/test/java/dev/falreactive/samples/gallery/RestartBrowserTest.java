package dev.falreactive.samples.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A page stays open while its gallery is killed with -9 and started again. */
@Timeout(120)
class RestartBrowserTest {

    @Test
    void anOpenPageGoesOnWhenItsGalleryIsBack(@TempDir Path directory) {
        try (Chrome chrome = Chrome.start();
                Programs emulator = Programs.emulator("1s", "2s")) {
            int port;
            try (Programs gallery = Programs.gallery(emulator, directory, 0)) {
                port = gallery.port();
                chrome.screen(1280, 900, false).open(gallery.gallery());
                chrome.submit("a fox");
                chrome.untilCard("a fox", "accepted");
                chrome.submit("a bear");
                chrome.untilCard("a bear", "accepted");
                gallery.kill();
            }
            chrome.until(
                    "return document.getElementById('line').textContent !== ''", "the page to say that it is cut off");
            chrome.submit("an owl");
            chrome.until(
                    "return document.getElementById('form-error').textContent.includes('does not answer')",
                    "the page to say that the gallery is away");
            chrome.screenshot("cut-off-1280-light");
            try (Programs gallery = Programs.gallery(emulator, directory, port)) {
                assertThat(gallery.port()).isEqualTo(port);
                chrome.until("return document.getElementById('line').textContent === ''", "the page to be connected");
                chrome.untilImage("a fox");
                chrome.untilImage("a bear");
                assertThat(Programs.submits(emulator)).isEqualTo(2);
                // What was written before is sent now, once.
                chrome.find("#send").click();
                chrome.untilImage("an owl");
                assertThat(Programs.submits(emulator)).isEqualTo(3);
                chrome.screenshot("after-restart-1280-light");
            }
        }
    }
}
