package dev.falreactive.samples.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The gallery is killed with -9 and started again; the emulator lives on in its own process. */
@Timeout(120)
class RestartTest {

    @Test
    void everyJobComesToItsImageAndNoneIsSubmittedTwice(@TempDir Path directory) throws Exception {
        try (Programs emulator = Programs.emulator("1s", "2s")) {
            List<String> ids = new ArrayList<>();
            String held = UUID.randomUUID().toString();
            String last = UUID.randomUUID().toString();
            try (Programs gallery = Programs.gallery(emulator, directory, 0);
                    Tab tab = Tab.open(gallery.gallery())) {
                tab.awaitFirst();
                for (int i = 0; i < 6; i++) {
                    ids.add(gallery.gallery().submitted("a fox"));
                }
                ids.forEach(id -> tab.awaitState(id, "accepted"));
                // The answer to this one's submit never comes.
                gallery.gallery().submit(held, Map.of("prompt", "a bear [fault submit:stall]"));
                Until.isTrue(() -> Programs.submits(emulator) == 7, "the held submit to arrive");
                // And this one is killed as soon as the browser was answered.
                assertThat(gallery.gallery()
                                .submit(last, Map.of("prompt", "an owl"))
                                .status())
                        .isEqualTo(202);
                gallery.kill();
            }
            long submits = Programs.submits(emulator);
            assertThat(submits).isBetween(7L, 8L);

            try (Programs gallery = Programs.gallery(emulator, directory, 0);
                    Tab tab = Tab.open(gallery.gallery())) {
                ids.forEach(id -> {
                    Map<String, Object> card = tab.awaitState(id, "done");
                    Path image = directory.resolve("images").resolve(id + "-1.jpg");
                    assertThat(image).exists();
                    assertThat((List<?>) card.get("images")).hasSize(1);
                });
                assertThat(tab.awaitState(held, "unknown").get("trouble").toString())
                        .contains("not sent again");
                Until.isTrue(() -> List.of("done", "unknown").contains(tab.state(last)), "the last one's end");
                assertThat(Programs.submits(emulator)).isEqualTo(submits);
            }
        }
        assertThat(Files.list(directory.resolve("images"))).hasSizeBetween(6, 7);
    }
}
