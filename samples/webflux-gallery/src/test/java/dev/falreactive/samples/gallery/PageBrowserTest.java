package dev.falreactive.samples.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.JobScript;
import dev.falreactive.emulator.Phase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.interactions.Actions;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The page in a real browser. */
@GalleryTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageBrowserTest {

    @Autowired
    FalEmulator emulator;

    @Autowired
    JobStore store;

    private Chrome chrome;
    private Gallery gallery;

    @BeforeAll
    void start(@LocalServerPort int port) {
        chrome = Chrome.start();
        gallery = Gallery.on(port);
    }

    @AfterAll
    void stop() {
        if (chrome != null) {
            chrome.close();
            endAll();
        }
    }

    /** An empty wall, and a form as it is at first. */
    @BeforeEach
    void clean() {
        emulator.clearFaults();
        endAll();
        store.recent(100).concatMap(job -> store.removed(job.id())).blockLast();
        emulator.ledger().clear();
        chrome.screen(1280, 900, false).open(gallery);
        chrome.log();
    }

    private void endAll() {
        store.in(Job.State.ACCEPTED)
                .doOnNext(job -> emulator.steer(job.requireTicket().requestId(), JobScript.completed()))
                .blockLast();
        Until.isTrue(() -> store.running().block() == 0, "all jobs to end");
    }

    private String requestOf(String prompt) {
        return store.in(Job.State.ACCEPTED)
                .filter(job -> prompt.equals(job.input().get("prompt")))
                .blockFirst()
                .requireTicket()
                .requestId();
    }

    @Test
    void aPromptBecomesAnImage() {
        emulator.nextJob(
                JobScript.steps(JobScript.queued(2), JobScript.running("Step 7/28"), JobScript.running("Step 14/28")));
        chrome.submit("a lighthouse");
        chrome.untilCard("a lighthouse", "accepted");
        chrome.until("return document.querySelector('.log').textContent === 'Step 14/28'", "the log line");
        assertThat(chrome.find(".state-text").getText()).isEqualTo("Painting…");
        assertThat(chrome.find(".elapsed").getText()).matches("\\d+(\\.\\d)? s");
        assertThat(chrome.driver().getTitle()).isEqualTo("(1) Gallery");
        emulator.steer(requestOf("a lighthouse"), JobScript.queued(3));
        chrome.until(
                "return document.querySelector('.state-text').textContent === '3 jobs ahead'", "the place in the line");
        emulator.steer(requestOf("a lighthouse"), JobScript.completed());
        chrome.untilImage("a lighthouse");
        assertThat(chrome.find(".facts").getText()).contains("1024 × 768").contains("seed");
        assertThat(chrome.find("#toast").getText()).isEqualTo("Ready: a lighthouse");
        assertThat(chrome.driver().getTitle()).isEqualTo("Gallery");
        assertThat(emulator.ledger().submits()).hasSize(1);
        // No script, style or picture was refused by the policy, and nothing failed.
        assertThat(chrome.log()).isEmpty();
    }

    @Test
    void aDoubleClickIsOneJob() {
        chrome.write("a fox");
        new Actions(chrome.driver()).doubleClick(chrome.find("#send")).perform();
        chrome.untilCard("a fox", "done");
        assertThat(emulator.ledger().submits()).hasSize(1);
    }

    @Test
    void everySettingOfTheSchemaReachesTheQueue() {
        chrome.write("a fox");
        chrome.find("input[value='custom']").sendKeys(Keys.SPACE);
        chrome.js("document.getElementById('more').open = true");
        chrome.find("input[value='png']").sendKeys(Keys.SPACE);
        chrome.find("input[placeholder='Random']").sendKeys("12345678901234567890");
        chrome.find(".add").click();
        new Actions(chrome.driver()).sendKeys("some/lora").perform();
        chrome.find("input[value='2']").sendKeys(Keys.SPACE);
        assertThat(chrome.find("#send").getText()).isEqualTo("Make 2 images");
        chrome.find("#send").click();
        chrome.untilCard("a fox", "done");
        assertThat(emulator.ledger().submits())
                .singleElement()
                .satisfies(submit -> assertThat(submit.body())
                        .contains(
                                "\"prompt\":\"a fox\"", "\"width\":512", "\"height\":512", "\"output_format\":\"png\"")
                        .contains("\"seed\":12345678901234567890", "\"path\":\"some/lora\"", "\"num_images\":2")
                        .contains("\"num_inference_steps\":28", "\"guidance_scale\":3.5"));
        chrome.until(
                "return document.querySelectorAll('.print img').length === 2 && document.querySelectorAll('.downloads a').length === 2",
                "two images, each to download");
    }

    @Test
    void anInvalidSettingIsToldAtItsField() {
        chrome.js("document.getElementById('more').open = true");
        chrome.press(".add");
        chrome.js("document.getElementById('more').open = false");
        chrome.write("a fox");
        chrome.js("document.querySelector('.range-number').value = '99'");
        chrome.find("#send").click();
        chrome.until("return document.querySelectorAll('[aria-invalid]').length === 2", "two fields in error");
        assertThat(chrome.find("#form-error").getText()).isEqualTo("2 settings need a look.");
        // Focus is at the first of them, and a screen reader is told what is wrong there.
        String described = chrome.driver().switchTo().activeElement().getAttribute("aria-describedby");
        assertThat(chrome.find("#" + described.split(" ")[0]).getText()).isEqualTo("At most 50, please.");
        assertThat(chrome.js("return document.getElementById('more').open"))
                .as("a hidden field in error is shown")
                .isEqualTo(true);
        chrome.screenshot("error-1280-light");
        assertThat(emulator.ledger().submits()).isEmpty();
        // Mended, it is sent, and no field is in error any more.
        chrome.js("document.querySelector('.range-number').value = '20'");
        chrome.press("[aria-label='Remove this LoRA']");
        chrome.find("#send").click();
        chrome.untilCard("a fox", "done");
        assertThat(chrome.all("[aria-invalid]")).isEmpty();
    }

    @Test
    void aJobIsCancelledByItsCard() {
        emulator.nextJob(JobScript.neverEnding());
        chrome.submit("a fox");
        chrome.untilCard("a fox", "accepted");
        chrome.button("a fox", "accepted", "Cancel");
        chrome.untilCard("a fox", "cancelled");
        assertThat(chrome.find(".notice-title").getText()).isEqualTo("Cancelled");
        assertThat(emulator.ledger().of(Phase.CANCEL)).hasSize(1);
        chrome.button("a fox", "cancelled", "Remove");
        chrome.until("return document.querySelectorAll('.card').length === 0", "the card to go");
        chrome.until("return !document.getElementById('empty').hidden", "an empty wall to say so");
    }

    @Test
    void aReloadShowsTheRunningJobsAgain() {
        emulator.nextJob(JobScript.neverEnding());
        chrome.submit("a fox");
        chrome.untilCard("a fox", "accepted");
        emulator.steer(requestOf("a fox"), JobScript.running("Loading model"));
        chrome.open(gallery);
        chrome.untilCard("a fox", "accepted");
        chrome.until("return document.querySelector('.log').textContent === 'Loading model'", "the log so far");
        emulator.steer(requestOf("a fox"), JobScript.completed());
        chrome.untilImage("a fox");
        assertThat(emulator.ledger().submits()).hasSize(1);
    }

    @Test
    void twoTabsShowTheSame() {
        String first = chrome.driver().getWindowHandle();
        emulator.nextJob(JobScript.neverEnding());
        chrome.submit("a fox");
        chrome.untilCard("a fox", "accepted");
        chrome.driver().switchTo().newWindow(WindowType.TAB);
        try {
            chrome.open(gallery);
            chrome.untilCard("a fox", "accepted");
            emulator.nextJob(JobScript.neverEnding());
            chrome.submit("a bear");
            chrome.untilCard("a bear", "accepted");
            chrome.driver().switchTo().window(first);
            chrome.untilCard("a bear", "accepted");
            emulator.steer(requestOf("a fox"), JobScript.completed());
            chrome.untilImage("a fox");
        } finally {
            Set<String> others = new TreeSet<>(chrome.driver().getWindowHandles());
            others.remove(first);
            others.forEach(other -> chrome.driver().switchTo().window(other).close());
            chrome.driver().switchTo().window(first);
        }
        assertThat(emulator.ledger().submits()).hasSize(2);
    }

    @Test
    void retryWithChangesFillsTheFormAndTheSeedIsThere() {
        chrome.find("input[value='square']").sendKeys(Keys.SPACE);
        chrome.submit("a fox");
        chrome.untilCard("a fox", "done");
        String seed = store.recent(1).blockFirst().outcome().seed().orElseThrow();
        chrome.open(gallery);
        chrome.untilCard("a fox", "done");
        chrome.button("a fox", "done", "Retry with changes");
        assertThat(chrome.find(".prompt textarea").getAttribute("value")).isEqualTo("a fox");
        assertThat(chrome.find("input[value='square']").isSelected()).isTrue();
        assertThat(chrome.js("return document.querySelector('input[placeholder=Random]').value"))
                .isEqualTo(seed);
        chrome.find("#send").click();
        chrome.until("return " + Chrome.cards("a fox", "done") + ".length === 2", "the second job");
        assertThat(emulator.ledger().submits())
                .hasSize(2)
                .last()
                .satisfies(submit -> assertThat(submit.body()).contains("\"seed\":" + seed));
    }

    @Test
    void troubleIsToldInPlainWords() {
        emulator.inject(
                Phase.SUBMIT,
                Fault.appError(403, "User is locked. Reason: Exhausted balance. Top up your balance at fal.ai."));
        chrome.submit("too poor");
        chrome.untilCard("too poor", "refused");
        chrome.until(
                "return document.querySelector('.notice').innerText.includes('The fal account has run out of balance')"
                        + " && document.querySelector('.notice').innerText.includes('Nothing was billed')",
                "the card to say why");
        emulator.inject(Phase.SUBMIT, Fault.acceptThenDrop());
        chrome.submit("who knows");
        chrome.untilCard("who knows", "unknown");
        // A card that is just fading in has no text yet for a person.
        chrome.until(
                "return document.querySelector(\"[data-state='unknown'] .notice\").innerText.includes('may be billed')",
                "the card to say so");
        chrome.screen(400, 860, false).screenshot("trouble-400-light");
        chrome.noSidewaysScroll();
        chrome.screen(1280, 900, true).screenshot("trouble-1280-dark");
    }

    @Test
    void theKeyboardIsEnough() {
        Actions keys = new Actions(chrome.driver());
        keys.sendKeys(Keys.TAB).perform();
        assertThat(focused()).isEqualTo("Skip to the images");
        keys.sendKeys(Keys.TAB, "a fox", Keys.TAB, Keys.ARROW_RIGHT).perform();
        // A group of radio buttons is one stop; an arrow chooses.
        assertThat(chrome.find("input[value='landscape_16_9']").isSelected()).isTrue();
        keys.keyDown(Keys.CONTROL).sendKeys(Keys.ENTER).keyUp(Keys.CONTROL).perform();
        chrome.untilImage("a fox");
        assertThat(emulator.ledger().submits()).hasSize(1);
        for (int i = 0; i < 40 && !focused().startsWith("View image"); i++) {
            keys.sendKeys(Keys.TAB).perform();
        }
        assertThat(focused()).isEqualTo("View image 1 of 1");
        assertThat(chrome.js("return getComputedStyle(document.activeElement).outlineStyle"))
                .as("focus is seen")
                .isEqualTo("solid");
        keys.sendKeys(Keys.ENTER).perform();
        chrome.until("return document.getElementById('viewer').open", "the large image");
        keys.sendKeys(Keys.ESCAPE).perform();
        chrome.until("return !document.getElementById('viewer').open", "the large image to close");
        assertThat(focused()).as("focus comes back").isEqualTo("View image 1 of 1");
        keys.sendKeys(Keys.TAB).perform();
        assertThat(focused()).isEqualTo("Download: a fox");
    }

    private String focused() {
        return String.valueOf(chrome.js(
                "const at = document.activeElement; return at.getAttribute('aria-label') ?? at.textContent.trim()"));
    }

    @Test
    void itFitsEveryScreenInLightAndDark() throws Exception {
        emulator.nextJob(JobScript.steps(JobScript.queued(2)));
        chrome.screen(400, 860, false).screenshot("empty-400-light");
        chrome.noSidewaysScroll();
        chrome.screen(1280, 900, true).screenshot("empty-1280-dark");
        chrome.submit("A queue of penguins");
        chrome.untilCard("A queue of penguins", "accepted");
        emulator.nextJob(JobScript.steps(JobScript.running("Step 14/28")));
        chrome.submit("A lighthouse made of stained glass");
        chrome.until(
                "return [...document.querySelectorAll('.log')].some(line => line.textContent === 'Step 14/28')",
                "a log line");
        String lorem = "A very long prompt " + "without-a-single-place-to-break-".repeat(6);
        chrome.submit(lorem);
        chrome.until("return document.querySelectorAll('.print img').length === 1", "an image");
        List<Path> shots = List.of(
                chrome.screen(1280, 900, false).screenshot("running-1280-light"),
                chrome.screen(1280, 900, true).screenshot("running-1280-dark"),
                chrome.screen(400, 860, false).screenshot("running-400-light"),
                chrome.screen(400, 860, true).screenshot("running-400-dark"));
        chrome.noSidewaysScroll();
        chrome.js("document.getElementById('more').open = true; document.querySelector('.add').click()");
        chrome.noSidewaysScroll();
        for (Path shot : shots) {
            assertThat(Files.size(shot)).isGreaterThan(10_000);
        }
        assertThat(Files.mismatch(shots.get(0), shots.get(1)))
                .as("dark is not light")
                .isNotEqualTo(-1);
    }
}
