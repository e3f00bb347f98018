package dev.falreactive.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.RelayProfile;
import dev.falreactive.emulator.EmulatorConfig;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.RelayDialect;
import dev.falreactive.samples.quickstart.ScriptRelay.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From a prompt to an image through relays that were not made by us. */
class RelaysTest {

    private static final String JOB = "/fal-ai/flux-lora/requests/job-1";

    @TempDir
    Path out;

    private Run run(ScriptRelay relay, String... args) {
        List<String> all = new ArrayList<>(List.of("--base-url", relay.url(), "--out", out.toString()));
        all.addAll(List.of(args));
        return Run.of(Run.KEY, all.toArray(String[]::new));
    }

    private void savedOneImage(Run run) throws IOException {
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        try (Stream<Path> files = Files.list(out)) {
            assertThat(files.toList())
                    .singleElement()
                    .satisfies(file ->
                            assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(8));
        }
    }

    private static void paidOnce(ScriptRelay relay) {
        assertThat(relay.calls).filteredOn(call -> call.startsWith("POST")).hasSize(1);
        assertThat(relay.keys).allMatch(key -> key.equals("Bearer test-id:test-secret-canary"));
    }

    /** What a path is answered with that the script does not know. */
    enum Unknown {
        PAGE_404 {
            @Override
            Said said() {
                return Said.page(404, "Error response");
            }
        },
        JSON_404 {
            @Override
            Said said() {
                return Said.json(404, "{'error':{'message':'Invalid URL','type':'invalid_request_error'}}");
            }
        },
        WEB_SITE {
            @Override
            Said said() {
                return Said.page(200, "The best relay");
            }
        },
        NOT_ALLOWED {
            @Override
            Said said() {
                return Said.json(405, "{'detail':'Method Not Allowed'}");
            }
        };

        abstract Said said();
    }

    /** No status path: the result says 400 until it is there. */
    private static ScriptRelay withoutStatus(Unknown unknown) {
        return new ScriptRelay((relay, call) -> {
            if (call.startsWith("POST /fal-ai/flux-lora ")) {
                return Said.json(
                        200,
                        "{'status':'IN_QUEUE','request_id':'job-1','response_url':'https://queue.fal.run" + JOB
                                + "','status_url':'https://queue.fal.run" + JOB + "/status','queue_position':0}");
            }
            if (call.equals("GET " + JOB)) {
                return relay.looks.incrementAndGet() < 3
                        ? Said.json(400, "{'detail':'Request is still in progress'}")
                        : Said.json(200, "{" + relay.images() + "}");
            }
            return unknown.said();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"result-only", "quickrouter", "key4u", "YOSSAPI", "yutoai", "anyapi"})
    void aRelayWithoutAStatusPathByItsPreset(String preset) throws IOException {
        try (ScriptRelay relay = withoutStatus(Unknown.PAGE_404)) {
            savedOneImage(run(relay, "--profile", preset, "a tiger"));
            paidOnce(relay);
            // Two that it goes on, one that it has ended, and the result.
            assertThat(relay.count("GET " + JOB)).isEqualTo(4);
            assertThat(relay.calls).hasSize(5);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRelayWithoutAStatusPathWithoutAWordOfIt(Unknown unknown) throws IOException {
        try (ScriptRelay relay = withoutStatus(unknown)) {
            savedOneImage(run(relay, "--auth", "bearer", "a tiger"));
            paidOnce(relay);
            assertThat(relay.count("GET " + JOB)).isEqualTo(4);
            assertThat(relay.calls).filteredOn(call -> call.contains("/status")).hasSize(1);
        }
    }

    @Test
    void streamsAreNotAskedForWhereThereIsNoStatus() throws IOException {
        try (ScriptRelay relay = withoutStatus(Unknown.PAGE_404)) {
            savedOneImage(run(relay, "--profile", "key4u", "--watch", "streaming", "a tiger"));
            assertThat(relay.calls).noneMatch(call -> call.contains("/status"));
        }
        try (Stream<Path> files = Files.list(out)) {
            assertThat(files.peek(file -> file.toFile().delete())).hasSize(1);
        }
        try (ScriptRelay relay = withoutStatus(Unknown.PAGE_404)) {
            savedOneImage(run(relay, "--auth", "bearer", "--watch", "streaming", "a tiger"));
        }
    }

    /** Words of its own, failures that end with FAILED, and errors in envelopes. */
    private static ScriptRelay withItsOwnWords() {
        return new ScriptRelay((relay, call) -> {
            if (call.startsWith("POST /fal-ai/flux-lora ")) {
                String id = call.contains("bad") ? "bad-1" : call.contains("gone") ? "gone-1" : "job-1";
                return call.contains("broke")
                        ? Said.json(402, "{'error':{'message':'insufficient balance','type':'quota'}}")
                        : Said.json(200, "{'request_id':'" + id + "','status':'PENDING'}");
            }
            if (call.startsWith("GET " + JOB + "/status")) {
                return switch (relay.looks.incrementAndGet()) {
                    case 1 -> Said.json(200, "{'status':'PENDING'}");
                    case 2 -> Said.json(502, "{'error':{'message':'upstream is busy'}}");
                    case 3 -> Said.json(200, "{'status':'PROCESSING','logs':null}");
                    default -> Said.json(200, "{'status':'COMPLETED'}");
                };
            }
            if (call.startsWith("GET /fal-ai/flux-lora/requests/bad-1/status")) {
                return Said.json(
                        200, "{'status':'FAILED','error':{'message':'the prompt is not liked','type':'nsfw'}}");
            }
            return call.equals("GET " + JOB)
                    ? Said.json(200, "{" + relay.images() + "}")
                    : Said.json(404, "{'message':'no such task'}");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"yunwu", "auto", "vectorengine"})
    void aRelayWithWordsOfItsOwn(String preset) throws IOException {
        try (ScriptRelay relay = withItsOwnWords()) {
            savedOneImage(run(relay, "--profile", preset, "--auth", "bearer", "a tiger"));
            paidOnce(relay);
        }
    }

    @Test
    void itsFailedJobsAndErrorsAreToldInItsWords() {
        try (ScriptRelay relay = withItsOwnWords()) {
            Run failed = run(relay, "--profile", "yunwu", "a bad tiger");
            assertThat(failed.exit()).isEqualTo(ExitCode.JOB_FAILED);
            assertThat(failed.err()).contains("the prompt is not liked");
            Run gone = run(relay, "--profile", "yunwu", "a gone tiger");
            assertThat(gone.exit()).isEqualTo(ExitCode.REJECTED);
            assertThat(gone.err()).contains("no such task");
            Run broke = run(relay, "--profile", "yunwu", "--json", "a broke tiger");
            assertThat(broke.exit()).isEqualTo(ExitCode.REJECTED);
            assertThat(broke.out()).contains("insufficient balance");
        }
    }

    /** Under /fal, without cancel_url, with a status in place of the result. */
    private static ScriptRelay underAPrefix() {
        return new ScriptRelay((relay, call) -> {
            if (call.startsWith("POST /fal/fal-ai/flux-lora ")) {
                return Said.json(
                        200,
                        "{'status':'IN_QUEUE','request_id':'job-1','response_url':'https://queue.fal.run" + JOB + "'}");
            }
            if (call.equals("GET /fal" + JOB)) {
                return switch (relay.looks.incrementAndGet()) {
                    case 1 -> Said.json(200, "{'status':'IN_QUEUE','request_id':'job-1','queue_position':2}");
                    case 2 -> Said.json(202, "{'status':'IN_PROGRESS','request_id':'job-1'}");
                    default -> Said.json(200, "{" + relay.images() + "}");
                };
            }
            return Said.page(404, "404 page not found");
        });
    }

    static Stream<List<String>> prefixed() {
        return Stream.of(
                List.of("", "--profile", "zhenzhen"),
                List.of("/fal", "--profile", "zhenzhen"),
                List.of("/fal", "--profile", "result-only"),
                List.of("/fal/", "--auth", "bearer"));
    }

    @ParameterizedTest
    @MethodSource("prefixed")
    void aRelayUnderAPrefixWithoutCancelUrl(List<String> args) throws IOException {
        try (ScriptRelay relay = underAPrefix()) {
            Run run = Run.of(
                    Run.KEY,
                    Stream.concat(
                                    Stream.of(
                                            "--base-url", relay.url() + args.get(0), "--out", out.toString(), "--json"),
                                    Stream.concat(args.stream().skip(1), Stream.of("a tiger")))
                            .toArray(String[]::new));
            savedOneImage(run);
            paidOnce(relay);
            assertThat(run.events("status"))
                    .extracting(status -> status.get("status"))
                    .containsExactly("IN_QUEUE", "IN_PROGRESS", "COMPLETED");
        }
    }

    @Test
    void cancellingWhereNobodyAnswersHidesNothing() {
        try (ScriptRelay relay = underAPrefix()) {
            Run run = run(relay, "--profile", "zhenzhen", "--watch-timeout", "1ms", "--cancel-on-timeout", "a tiger");
            assertThat(run.exit()).isEqualTo(ExitCode.WAIT_ENDED);
            assertThat(run.err()).contains("--resume");
        }
    }

    @Test
    void imagesThatAreInTheStatusAlone() throws IOException {
        try (ScriptRelay relay = new ScriptRelay((self, call) -> {
            if (call.startsWith("POST")) {
                return Said.json(200, "{'request_id':'job-1'}");
            }
            return call.startsWith("GET " + JOB + "/status")
                    ? Said.json(200, "{'status':'SUCCESS'," + self.images() + "}")
                    : Said.page(404, "nothing here");
        })) {
            savedOneImage(run(relay, "--profile", "vectorengine", "a tiger"));
            paidOnce(relay);
        }
    }

    static Stream<String> presets() {
        return RelayProfile.presets().stream().map(RelayProfile::name);
    }

    @ParameterizedTest
    @MethodSource("presets")
    void everyPresetRunsOnAnEmulatorThatPlaysIt(String preset) {
        RelayDialect relay = RelayDialect.of(RelayProfile.named(preset).orElseThrow());
        try (FalEmulator emulator = FalEmulator.start(EmulatorConfig.builder()
                .port(0)
                .queueTime(Duration.ZERO)
                .runTime(Duration.ofMillis(100))
                .relay(relay)
                .build())) {
            Run run = Run.of(
                    Run.KEY,
                    "--base-url",
                    emulator.baseUrl(),
                    "--profile",
                    preset,
                    "--image-size",
                    "64x64",
                    "--out",
                    out.toString(),
                    "a tiger");
            assertThat(run.exit()).as(run.out() + run.err()).isZero();
            assertThat(run.out()).contains("saved ");
            assertThat(emulator.ledger().submits()).hasSize(1);
        }
    }

    @Test
    void withoutAKeyTheEmbeddedEmulatorPlaysTheRelay() {
        Run run = Run.of(
                Run.NO_KEY, "--profile", "zhenzhen", "--image-size", "64x64", "--out", out.toString(), "a tiger");
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("/fal; its images are drawn").contains("saved ");
    }

    @Test
    void aProfileThatNobodyKnowsAndOneWithoutAHostAreBadUsage() {
        Run unknown = Run.of(Run.KEY, "--base-url", "http://127.0.0.1:1", "--profile", "nobody", "a tiger");
        assertThat(unknown.exit()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(unknown.err()).contains("there is no profile 'nobody'").contains("yunwu");
        Run nowhere = Run.of(Run.KEY, "--profile", "yunwu", "a tiger");
        assertThat(nowhere.exit()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(nowhere.err()).contains("--profile needs --base-url");
    }
}
