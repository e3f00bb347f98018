package dev.falreactive.emulator;

import dev.falreactive.FalCredentials.Scheme;
import dev.falreactive.RelayProfile;
import dev.falreactive.RelayProfile.Offer;
import java.util.Objects;

/**
 * How an emulator that plays a relay differs from fal. Immutable. For {@link EmulatorConfig.Builder#relay(RelayDialect)}.
 *
 * @param pathPrefix what everything is served under, such as {@code /fal}; or empty
 * @param bearer whether credentials are named {@code Bearer}
 * @param statusPath whether there is one; if not, each result call of a scripted job takes its next step
 * @param cancelPath whether jobs can be cancelled
 * @param cancelUrl whether answers hold {@code cancel_url}
 * @param pending how the result of a job is answered that goes on
 * @param ownWords whether a job is {@code PENDING} and {@code PROCESSING}, and {@code FAILED} if it failed
 * @param envelope the form of an error
 */
public record RelayDialect(
        String pathPrefix,
        boolean bearer,
        boolean statusPath,
        boolean cancelPath,
        boolean cancelUrl,
        Pending pending,
        boolean ownWords,
        Envelope envelope) {

    /** How the result of a job is answered that goes on. */
    public enum Pending {
        /** As fal does it: 400, with a sentence. */
        FAL,
        /** 200, with the status in place of the result. */
        STATUS_200,
        /** 202, with the status in place of the result. */
        STATUS_202
    }

    /** The form of an error. */
    public enum Envelope {
        /** fal's own {@code detail}. */
        FAL,
        /** {@code {"error": {"message": ...}}}. */
        ERROR_MESSAGE,
        /** {@code {"message": ...}}. */
        MESSAGE
    }

    static final RelayDialect FAL = new RelayDialect("", false, true, true, true, Pending.FAL, false, Envelope.FAL);

    /** Checks the prefix. */
    public RelayDialect {
        pathPrefix = Settings.prefix(pathPrefix);
        Objects.requireNonNull(pending, "pending");
        Objects.requireNonNull(envelope, "envelope");
    }

    /**
     * The relay that a profile is made for.
     *
     * @param profile the profile
     * @return its dialect, as far as it is known
     */
    public static RelayDialect of(RelayProfile profile) {
        boolean words = profile.equals(RelayProfile.YUNWU);
        boolean bareCancel = profile.isFal() || profile.cancelPath() == Offer.PRESENT;
        return new RelayDialect(
                profile.pathPrefix(),
                profile.scheme() == Scheme.BEARER,
                profile.statusPath() != Offer.ABSENT,
                profile.cancelPath() != Offer.ABSENT && !profile.equals(RelayProfile.ZHENZHEN),
                bareCancel,
                profile.equals(RelayProfile.ZHENZHEN) ? Pending.STATUS_200 : Pending.FAL,
                words,
                words ? Envelope.ERROR_MESSAGE : Envelope.FAL);
    }

    /**
     * The same with another answer for the result of a job that goes on.
     *
     * @param newPending the answer
     * @return a new dialect
     */
    public RelayDialect withPending(Pending newPending) {
        return new RelayDialect(pathPrefix, bearer, statusPath, cancelPath, cancelUrl, newPending, ownWords, envelope);
    }

    /**
     * The same with another form of errors.
     *
     * @param newEnvelope the form
     * @return a new dialect
     */
    public RelayDialect withEnvelope(Envelope newEnvelope) {
        return new RelayDialect(pathPrefix, bearer, statusPath, cancelPath, cancelUrl, pending, ownWords, newEnvelope);
    }

    /**
     * The same with or without a way to cancel.
     *
     * @param offered whether jobs can be cancelled
     * @return a new dialect
     */
    public RelayDialect withCancelPath(boolean offered) {
        return new RelayDialect(
                pathPrefix, bearer, statusPath, offered, cancelUrl && offered, pending, ownWords, envelope);
    }
}
