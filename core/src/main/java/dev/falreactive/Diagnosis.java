package dev.falreactive;

import dev.falreactive.protocol.HttpMethod;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a client would do, and what the server said to calls that cost nothing. Holds no credential; {@link #toString()} is
 * the whole of it for people to read.
 *
 * @param profile what is taken to be spoken
 * @param endpoint the endpoint that the calls are of
 * @param calls where each call would go
 * @param returnedUrls what would be made of URLs in an answer
 * @param probes the calls that were made: about a job that does not exist
 * @param clockAhead how far the server's clock is before this machine's, to the second; negative if it is behind; empty if the
 *     server does not tell the time
 * @param findings what is well, what is odd and what is wrong
 * @param error the error that a call about a job would end with now, if no probe was answered as it should
 */
public record Diagnosis(
        RelayProfile profile,
        EndpointId endpoint,
        List<PlannedCall> calls,
        List<ReturnedUrl> returnedUrls,
        List<Probe> probes,
        Optional<Duration> clockAhead,
        List<Finding> findings,
        Optional<FalException> error) {

    /** Copies the lists. */
    public Diagnosis {
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(endpoint, "endpoint");
        calls = List.copyOf(calls);
        returnedUrls = List.copyOf(returnedUrls);
        probes = List.copyOf(probes);
        Objects.requireNonNull(clockAhead, "clockAhead");
        findings = List.copyOf(findings);
        Objects.requireNonNull(error, "error");
    }

    /** {@return whether nothing was found wrong} */
    public boolean isHealthy() {
        return findings.stream().noneMatch(finding -> finding.level() == Level.PROBLEM);
    }

    /** How bad a finding is. */
    public enum Level {
        /** As it should be. */
        OK,
        /** To be known. */
        NOTE,
        /** A job would fail for it. */
        PROBLEM
    }

    /**
     * Something found.
     *
     * @param level how bad it is
     * @param subject what it is about, in one word or two
     * @param text the sentence
     */
    public record Finding(Level level, String subject, String text) {}

    /**
     * A call that would be made.
     *
     * @param verb submit, status, stream, result, cancel, direct or files
     * @param method its method
     * @param uri its URL, of files the beginning; with a proxy, the one that the proxy is told
     */
    public record PlannedCall(String verb, HttpMethod method, URI uri) {}

    /** What is made of a URL in an answer. */
    public enum Verdict {
        /** It is used as it is. */
        KEPT,
        /** Its path is used, on the configured origin. */
        REWRITTEN,
        /** Nothing of it is used: the path is built from endpoint and job. */
        REFUSED
    }

    /**
     * What would be made of a URL in an answer.
     *
     * @param field where it stands
     * @param url the URL as it came, shortened if it is very long
     * @param verdict what is made of it
     * @param used what is called in its place
     * @param why the reason
     */
    public record ReturnedUrl(String field, String url, Verdict verdict, URI used, String why) {}

    /**
     * A call that was made.
     *
     * @param verb what was asked for
     * @param uri where
     * @param httpStatus the answer's HTTP status; empty if none came
     * @param took how long it took
     * @param meaning what that means
     */
    public record Probe(String verb, URI uri, OptionalInt httpStatus, Duration took, String meaning) {}

    /** {@return all of it, a line for each thing} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        line(text, "profile", profile.toString());
        calls.forEach(call -> line(text, call.verb(), call.method() + " " + call.uri()));
        returnedUrls.forEach(url -> line(
                text,
                "answer's " + url.field(),
                word(url.verdict()) + ": " + url.url() + (url.verdict() == Verdict.KEPT ? "" : " -> " + url.used())
                        + " (" + url.why() + ")"));
        probes.forEach(probe -> line(
                text,
                "probe " + probe.verb(),
                (probe.httpStatus().isPresent() ? "HTTP " + probe.httpStatus().getAsInt() : "no answer") + " in "
                        + probe.took().toMillis() + " ms"));
        findings.forEach(finding -> line(text, word(finding.level()), finding.subject() + ": " + finding.text()));
        return text.toString().stripTrailing();
    }

    private static void line(StringBuilder text, String what, String said) {
        text.append(String.format(Locale.ROOT, "%-20s %s%n", what, said));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
