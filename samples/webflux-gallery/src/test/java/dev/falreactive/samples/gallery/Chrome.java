package dev.falreactive.samples.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The system's own Chromium without a window; nothing is downloaded. Where there is none, the test is skipped. */
final class Chrome implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(25);
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final ChromeDriver driver;

    private Chrome(ChromeDriver driver) {
        this.driver = driver;
    }

    static Chrome start() {
        Optional<Path> chromium = onPath("chromium");
        Optional<Path> driver = onPath("chromedriver");
        Assumptions.assumeTrue(
                chromium.isPresent() && driver.isPresent(),
                "no browser: install the packages chromium and chromium-driver to run the browser tests");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.get().toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, java.util.logging.Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(driver.get().toFile())
                .usingAnyFreePort()
                .build();
        return new Chrome(new ChromeDriver(service, options));
    }

    private static Optional<Path> onPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    ChromeDriver driver() {
        return driver;
    }

    /** A screen of that size, and a person's choice of light. */
    Chrome screen(int width, int height, boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"),
                                // Pictures of a page that stands still.
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
        return this;
    }

    Chrome open(Gallery gallery) {
        driver.get(gallery.root() + "/");
        until("return document.documentElement.dataset.ready === 'true'", "the page to start");
        return this;
    }

    Object js(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    void until(String script, String what, Object... arguments) {
        new WebDriverWait(driver, LIMIT, Duration.ofMillis(25))
                .withMessage(() -> "waited in vain for " + what + "; the page says: "
                        + js("return document.body.innerText") + "; the browser says: " + log())
                .until(ready -> Boolean.TRUE.equals(js(script, arguments)));
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    void write(String prompt) {
        WebElement field = find(".prompt textarea");
        field.clear();
        field.sendKeys(prompt);
    }

    void submit(String prompt) {
        write(prompt);
        find("#send").click();
    }

    /** By the keyboard: it scrolls what has focus into sight. */
    void press(String selector) {
        find(selector).sendKeys(org.openqa.selenium.Keys.ENTER);
    }

    /** The cards of a prompt that are in a state. */
    static String cards(String prompt, String state) {
        return "[...document.querySelectorAll('.card')].filter(card => card.getAttribute('aria-label') === '" + prompt
                + "' && card.dataset.state === '" + state + "')";
    }

    void untilCard(String prompt, String state) {
        until("return " + cards(prompt, state) + ".length === 1", "one card '" + prompt + "' that is " + state);
    }

    /** A picture that the browser did load and decode. */
    void untilImage(String prompt) {
        until(
                "const card = " + cards(prompt, "done")
                        + "[0]; const image = card?.querySelector('img'); return Boolean(image?.complete && image.naturalWidth > 0)",
                "an image of '" + prompt + "'");
    }

    void button(String prompt, String state, String label) {
        WebElement button = (WebElement) js(
                "return [..." + cards(prompt, state)
                        + "[0].querySelectorAll('.tools button, .tools a')].find(button => button.getAttribute('aria-label').startsWith(arguments[0]))",
                label);
        assertThat(button).as(label).isNotNull();
        button.click();
    }

    void noSidewaysScroll() {
        assertThat(js("return document.documentElement.scrollWidth <= innerWidth"))
                .as("nothing is wider than the screen")
                .isEqualTo(true);
    }

    /** What the browser complained of, such as a script that the policy forbids. */
    List<String> log() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .toList();
    }

    /** Kept as build output. */
    Path screenshot(String name) {
        until("return document.getAnimations().every(each => each.playState !== 'running')", "the page to stand still");
        Object height = js("return Math.max(innerHeight, Math.min(6000, document.documentElement.scrollHeight))");
        Map<String, Object> shot = driver.executeCdpCommand(
                "Page.captureScreenshot",
                Map.of(
                        "format",
                        "png",
                        "captureBeyondViewport",
                        true,
                        "clip",
                        Map.of("x", 0, "y", 0, "width", js("return innerWidth"), "height", height, "scale", 1)));
        try {
            Files.createDirectories(SCREENSHOTS);
            return Files.write(
                    SCREENSHOTS.resolve(name + ".png"), Base64.getDecoder().decode(String.valueOf(shot.get("data"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
