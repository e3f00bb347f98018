package dev.falreactive.samples.gallery;

import dev.falreactive.FalException;
import dev.falreactive.JobFailure;
import dev.falreactive.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What went wrong, for the person who made the job.
 *
 * @param kind a word for programs, such as {@code balance-locked}
 * @param title what happened
 * @param text what it means, and what to do
 * @param violations what is wrong with the input, by field
 */
record Trouble(String kind, String title, String text, List<Violation> violations) {

    private static final String IN_DOUBT = "submit-in-doubt";
    private static final String NOT_BILLED = " Nothing was billed.";

    Trouble {
        violations = List.copyOf(violations);
    }

    static Trouble of(String kind, String title, String text) {
        return new Trouble(kind, title, text, List.of());
    }

    /** The process ended between the row and the answer to the submit. */
    static Trouble interrupted() {
        return of(
                "submit-outcome-unknown",
                "We do not know whether this was submitted",
                "The gallery stopped while the job was on its way. It may be running, and it may be billed, so it was"
                        + " not sent again. Look at the requests of your fal account before you try again.");
    }

    /** The answer to the submit broke off, but its head names a request, which is watched. */
    static Trouble inDoubt() {
        return of(
                IN_DOUBT,
                "The answer to the submit broke off",
                "It named a request before it did, and we watch that one. The job may be running, and it may be billed, so"
                        + " it was not sent again.");
    }

    boolean isDoubt() {
        return kind.equals(IN_DOUBT);
    }

    /** The request that the broken answer named is none that the queue knows. */
    static Trouble notKnown() {
        return of(
                "submit-outcome-unknown",
                "We do not know whether this was submitted",
                "The answer to the submit broke off, and the queue does not know the request that it named. The job may be"
                        + " running all the same, and it may be billed, so it was not sent again. Look at the requests of"
                        + " your fal account before you try again.");
    }

    static Trouble cancelled() {
        return of("cancelled", "Cancelled", "The job was stopped before it made an image.");
    }

    /** The reason is what fetching it came to. */
    static Trouble notKept(String url, FalException reason) {
        String what = reason instanceof FalException.Rejected
                ? "Its server does not hand it out" + answered(reason) + ", and we have stopped asking."
                : "It is larger than this gallery takes, or there is no image that could be read.";
        return of(
                "not-kept",
                "An image was made, and it could not be saved here",
                what + " The job is billed." + at(" It may still be had for a while at ", url));
    }

    private static Trouble notFetched(ImageShelf.NotFetched error) {
        String what = error.isPassing() ? "Its server does not answer" : "Its server does not hand it out";
        return of(
                "not-fetched",
                "The images are made, and could not be fetched yet",
                what + answered(error.reason()) + "; we keep trying." + at(" One is at ", error.url()));
    }

    private static String answered(FalException error) {
        return error.httpStatus().isPresent() ? " (HTTP " + error.httpStatus().getAsInt() + ")" : "";
    }

    private static String at(String before, String url) {
        return url.startsWith("http") && url.length() <= 500 ? before + url : "";
    }

    /** Of a submit that was refused, failed, or whose outcome is unknown. */
    static Trouble ofSubmit(Throwable error) {
        if (error instanceof FalException.InvalidInput invalid) {
            return new Trouble(
                    "invalid-input", "Some settings are out of range", "Nothing was sent.", invalid.violations());
        } else if (error instanceof FalException.Rejected rejected) {
            return refused(rejected);
        } else if (error instanceof FalException.Unreachable) {
            return of(
                    "unreachable",
                    "The queue could not be reached",
                    "The job was not sent." + NOT_BILLED + " Try again in a moment.");
        }
        return of(
                "submit-outcome-unknown",
                "We do not know whether this was submitted",
                "The connection broke before an answer came. The job may be running, and it may be billed, so it was"
                        + " not sent again. Look at the requests of your fal account before you try again.");
    }

    private static Trouble refused(FalException.Rejected error) {
        String kind = error.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
        String wait = error.retryAfter().map(Trouble::pause).orElse("a moment");
        return switch (error.reason()) {
            case BALANCE_LOCKED ->
                of(
                        kind,
                        "The fal account has run out of balance",
                        "No job is accepted until the account is topped up at fal.ai/dashboard/billing." + NOT_BILLED);
            case RATE_LIMITED ->
                of(kind, "Too many jobs at once", "fal asks us to slow down. Try again in " + wait + "." + NOT_BILLED);
            case QUEUE_FULL ->
                of(kind, "The queue is full", "Too many jobs wait already. Try again in " + wait + "." + NOT_BILLED);
            case UNAUTHENTICATED ->
                of(
                        kind,
                        "fal does not know this gallery's key",
                        "Whoever runs the gallery must mend FAL_KEY." + NOT_BILLED);
            case FORBIDDEN ->
                of(
                        kind,
                        "This gallery's key may not use the model",
                        "Whoever runs the gallery must use a key with access to it." + NOT_BILLED);
            case NOT_FOUND, NOT_READY, GONE, BAD_REQUEST ->
                of(kind, "The queue refused the job", "It does not accept the request." + NOT_BILLED);
        };
    }

    /** Of a job that ended without images. */
    static Trouble ofEnd(FalException error) {
        if (error instanceof FalException.JobFailed failed) {
            JobFailure failure = failed.failure();
            List<Violation> fields = failure.fieldErrors().stream()
                    .map(field -> new Violation(pointer(field), field.type(), field.msg()))
                    .toList();
            return fields.isEmpty()
                    ? of("job-failed", "The job failed", "The model said: " + said(failure.detail()))
                    : new Trouble(
                            "job-failed",
                            "The model did not accept some settings",
                            "Retry with changes shows them in the form.",
                            fields);
        }
        return of(
                "gone",
                "The queue no longer knows this job",
                "Its result has expired, or it ran on an emulator that was stopped since.");
    }

    /** Of a job that goes on while something is in the way. */
    static Trouble ofWatch(Throwable error) {
        if (error instanceof ImageShelf.NotFetched image) {
            return notFetched(image);
        } else if (error instanceof FalException.Unreachable || error instanceof FalException.Unreadable) {
            return of(
                    "unreachable",
                    "The queue does not answer at present",
                    "The job is safe: its ticket is stored, and we keep asking.");
        } else if (error instanceof FalException) {
            return of(
                    "watch-refused",
                    "The queue does not tell how the job is",
                    "The job is safe: its ticket is stored, and we keep asking.");
        }
        return of(
                "not-saved",
                "The images could not be saved yet",
                "Whoever runs the gallery should look at its disk and its log; we keep trying.");
    }

    private static String said(String detail) {
        String text = detail.isBlank() ? "nothing more" : detail;
        return text.length() <= 300 ? text : text.substring(0, 300) + "…";
    }

    private static String pause(Duration wait) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        return seconds < 90 ? seconds + " seconds" : (seconds + 59) / 60 + " minutes";
    }

    /** The queue says {@code body, loras, 0, scale}; the form says {@code /loras/0/scale}. */
    private static String pointer(JobFailure.FieldError field) {
        return field.loc().stream()
                .skip(!field.loc().isEmpty() && "body".equals(field.loc().get(0)) ? 1 : 0)
                .map(step -> "/" + String.valueOf(step).replace("~", "~0").replace("/", "~1"))
                .collect(Collectors.joining());
    }
}
