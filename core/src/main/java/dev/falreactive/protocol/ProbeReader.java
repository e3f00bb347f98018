package dev.falreactive.protocol;

import dev.falreactive.Diagnosis.Level;
import dev.falreactive.FalConfig;
import dev.falreactive.FalException;
import dev.falreactive.FalException.Evidence;
import dev.falreactive.FalException.Rejected.Reason;
import dev.falreactive.RelayProfile.Offer;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What it means how a server answers a call about a job that does not exist. */
final class ProbeReader {

    private static final String KEY_NOT_PROVED =
            "a server may look a job up before it looks at the key, so this does not prove that the key is accepted";

    private static final int SHOWN = 200;

    private final FalConfig config;
    private final UnaryOperator<String> redactor;

    ProbeReader(FalConfig config) {
        this.config = config;
        this.redactor = QueueProtocol.redactor(config);
    }

    /**
     * What a probe means.
     *
     * @param level how bad
     * @param meaning in words
     * @param error what calls on this path would end with; empty if the path is good
     */
    record Reading(Level level, String meaning, Optional<FalException> error) {}

    Reading read(Doctor.Seen seen) {
        if (seen.answer().isEmpty()) {
            String what = seen.fault()
                    .map(fault -> redactor.apply(fault.description()))
                    .orElse("no answer");
            Exception cause = seen.fault()
                    .map(TransportFault::cause)
                    .filter(Exception.class::isInstance)
                    .map(Exception.class::cast)
                    .orElse(null);
            return bad("the host does not answer: " + what, new FalException.Unreachable(what, Evidence.none(), cause));
        }
        WireResponse said = seen.answer().get();
        WireResponse read = config.proxyUrl().isPresent() ? LostStatus.mended(said) : said;
        Answer answer = new Answer(read, redactor, Optional.empty());
        boolean status = seen.probe().verb().equals("status");
        return answer.isSuccess() ? success(answer) : refused(answer, status);
    }

    private Reading success(Answer answer) {
        return RelayBody.isPage(answer)
                ? bad(
                        "a page for people answers: this is no queue, so check the base URL and its path",
                        new FalException.Unreadable("a page in place of an answer", answer.evidence(), null))
                : new Reading(Level.NOTE, "it answers with success about a job that does not exist", Optional.empty());
    }

    private Reading refused(Answer answer, boolean status) {
        String whole = answer.evidence().bodySnippet();
        String said = whole.length() <= SHOWN ? whole : whole.substring(0, SHOWN) + "...";
        String words = said.isEmpty() ? "" : ": " + said;
        return switch (answer.status()) {
            case 401 -> bad("the credential is refused" + words, answer.rejected(Reason.UNAUTHENTICATED));
            case 402, 403 ->
                bad(
                        "the credential is known, and may not" + words,
                        answer.rejected(answer.isBalanceLocked() ? Reason.BALANCE_LOCKED : Reason.FORBIDDEN));
            case 429 -> bad("too many calls" + words, answer.rejected(Reason.RATE_LIMITED));
            case 404, 405, 400, 410, 422, 501 -> unknown(answer, status, words);
            default -> {
                if (answer.isRedirect()) {
                    String target = answer.redirectTarget();
                    yield bad(
                            "it points to " + target + ", which is not followed: check the base URL",
                            new FalException.Unreadable("the server points to " + target, answer.evidence(), null));
                }
                yield bad(
                        "the server is not available" + words,
                        answer.unavailable(config.retryPolicy().maxRetryAfter()));
            }
        };
    }

    private Reading unknown(Answer answer, boolean status, String words) {
        if (answer.error().saysNotFound()) {
            return new Reading(
                    Level.OK,
                    "it does not know the made-up job, in the queue's own word; " + KEY_NOT_PROVED,
                    Optional.empty());
        }
        if (status && config.profile().statusPath() == Offer.AUTO) {
            return new Reading(
                    Level.NOTE,
                    "it may have no status path" + words + "; a watch would then ask for the result",
                    Optional.of(answer.rejected(Reason.NOT_FOUND)));
        }
        boolean nobody = RelayBody.isPage(answer) || answer.status() == 405 || answer.status() == 501;
        return nobody
                ? bad(
                        "nobody answers this path" + words + ": check the base URL, its path and the profile",
                        answer.rejected(Reason.NOT_FOUND))
                : new Reading(
                        Level.NOTE,
                        "it does not know the made-up job, in words of its own" + words + "; " + KEY_NOT_PROVED,
                        Optional.empty());
    }

    private static Reading bad(String meaning, FalException error) {
        return new Reading(Level.PROBLEM, meaning, Optional.of(error));
    }
}
