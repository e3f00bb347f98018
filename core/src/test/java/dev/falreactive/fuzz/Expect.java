package dev.falreactive.fuzz;

import dev.falreactive.FalException;
import dev.falreactive.FalException.JobFailed;
import dev.falreactive.QueueTicket;
import dev.falreactive.protocol.Outcome;
import dev.falreactive.protocol.Wire;
import java.util.Optional;
import java.util.function.Supplier;

/** What holds whatever a server sent. Plain checks: they run a million times. */
final class Expect {

    private static final int MAX_MESSAGE = 8 * 1024;
    private static final int MAX_SNIPPET = 500;
    private static final int MAX_DETAIL = 64 * 1024;
    private static final int MAX_FIELD_ERRORS = 100;

    private Expect() {}

    static void that(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise.get());
        }
    }

    /** A failure that is fit to be shown, and says what to do with it. */
    static void failure(Outcome.Failure<?> failure, Optional<QueueTicket> ticket) {
        FalException error = failure.error();
        that(failure.again() != null, () -> "no word on another try: " + error);
        that(error.ticket().equals(ticket), () -> "another ticket: " + error.ticket());
        text(error);
        if (error instanceof JobFailed failed) {
            that(failed.failure().detail().length() <= MAX_DETAIL, () -> "a detail without bound");
            that(failed.failure().fieldErrors().size() <= MAX_FIELD_ERRORS, () -> "field errors without bound");
        }
    }

    /** An error's texts are bounded, on one line, without the key, and speak of the bill. */
    static void text(FalException error) {
        message(error.getMessage());
        that(
                error.bodySnippet().length() <= MAX_SNIPPET,
                () -> "a snippet of " + error.bodySnippet().length());
        oneLine(error.bodySnippet());
        Canary.isNotIn(Wire.allTextOf(error));
        that(
                error instanceof FalException.InvalidInput || error.getMessage().contains("billed"),
                () -> "no word on the bill: " + error);
    }

    static void message(String text) {
        that(text.length() < MAX_MESSAGE, () -> "a message of " + text.length());
        that(text.endsWith("."), () -> "a message without an end: " + text);
        oneLine(text);
    }

    static void oneLine(String text) {
        that(
                text.chars().noneMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029),
                () -> "more than one line: " + text);
    }
}
