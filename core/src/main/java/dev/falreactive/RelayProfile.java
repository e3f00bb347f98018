package dev.falreactive;

import dev.falreactive.FalCredentials.Scheme;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What a gateway before fal's queue speaks: which calls it has, and how it names a credential. Immutable. A profile names no
 * host: that is the base URL's business. What is not known of a relay is {@link Offer#AUTO}, and found out by each watch.
 *
 * <p>All profiles but {@link #FAL} also read what relays answer in place of fal's words: a status where the result is asked
 * for, images in a status, words in small letters, {@code error.message} and {@code message}.
 *
 * <pre>{@code
 * FalConfig.builder().baseUrl("https://relay.example").profile(RelayProfile.QUICKROUTER)
 * }</pre>
 */
public final class RelayProfile {

    /** Whether a relay has a call. */
    public enum Offer {
        /** It has. */
        PRESENT,
        /** It has not, and it is never made. */
        ABSENT,
        /** Nobody said; the answer shows it. */
        AUTO
    }

    /** fal itself: all calls are there, and answers are read by its own documents alone. The default for its base URL. */
    public static final RelayProfile FAL = new RelayProfile("fal", "", Scheme.KEY, Offer.PRESENT, Offer.PRESENT);

    /** A relay of which nothing is known. The default for every base URL that is not fal's. */
    public static final RelayProfile AUTO = new RelayProfile("auto", "", Scheme.KEY, Offer.AUTO, Offer.AUTO);

    /** A relay without a status path: the result is asked for until it is there. */
    public static final RelayProfile RESULT_ONLY =
            new RelayProfile("result-only", "", Scheme.BEARER, Offer.ABSENT, Offer.AUTO);

    /** kkiai documents the submit alone. */
    public static final RelayProfile KKIAI = new RelayProfile("kkiai", "", Scheme.BEARER, Offer.AUTO, Offer.AUTO);

    /** QuickRouter documents the result path, and no status path. */
    public static final RelayProfile QUICKROUTER = RESULT_ONLY.withName("quickrouter");

    /** aimanyi documents the submit alone. */
    public static final RelayProfile AIMANYI = KKIAI.withName("aimanyi");

    /** key4u documents the result path, and no status path. */
    public static final RelayProfile KEY4U = RESULT_ONLY.withName("key4u");

    /** yossapi, as key4u. */
    public static final RelayProfile YOSSAPI = RESULT_ONLY.withName("yossapi");

    /** yutoai, as key4u. */
    public static final RelayProfile YUTOAI = RESULT_ONLY.withName("yutoai");

    /** anyapi documents the result path, and no status path. */
    public static final RelayProfile ANYAPI = RESULT_ONLY.withName("anyapi");

    /** uniapi takes a {@code Key}, passes fal's status on and names no way to cancel. */
    public static final RelayProfile UNIAPI = new RelayProfile("uniapi", "", Scheme.KEY, Offer.PRESENT, Offer.AUTO);

    /** yunwu has a status path, with words of its own for waiting and for failed jobs. */
    public static final RelayProfile YUNWU = new RelayProfile("yunwu", "", Scheme.BEARER, Offer.PRESENT, Offer.AUTO);

    /** The zhenzhen type serves all under {@code /fal}, and its users poll the result. */
    public static final RelayProfile ZHENZHEN =
            new RelayProfile("zhenzhen", "/fal", Scheme.BEARER, Offer.ABSENT, Offer.AUTO);

    /** VectorEngine has a status path where it can, and may put the images into the status. */
    public static final RelayProfile VECTORENGINE =
            new RelayProfile("vectorengine", "", Scheme.BEARER, Offer.AUTO, Offer.AUTO);

    /** LiteLLM's pass-through under {@code /fal_ai}: all calls as fal has them. */
    public static final RelayProfile LITELLM =
            new RelayProfile("litellm", "/fal_ai", Scheme.BEARER, Offer.PRESENT, Offer.PRESENT);

    private final String name;
    private final String pathPrefix;
    private final Scheme scheme;
    private final Offer statusPath;
    private final Offer cancelPath;

    private RelayProfile(String name, String pathPrefix, Scheme scheme, Offer statusPath, Offer cancelPath) {
        this.name = Objects.requireNonNull(name, "name");
        this.pathPrefix = pathPrefix;
        this.scheme = Objects.requireNonNull(scheme, "scheme");
        this.statusPath = Objects.requireNonNull(statusPath, "statusPath");
        this.cancelPath = Objects.requireNonNull(cancelPath, "cancelPath");
    }

    /** {@return all that this library knows by name, {@link #FAL} first} */
    public static List<RelayProfile> presets() {
        return List.of(
                FAL,
                AUTO,
                RESULT_ONLY,
                KKIAI,
                QUICKROUTER,
                AIMANYI,
                KEY4U,
                YOSSAPI,
                YUTOAI,
                ANYAPI,
                UNIAPI,
                YUNWU,
                ZHENZHEN,
                VECTORENGINE,
                LITELLM);
    }

    /**
     * A preset, for command lines and property files.
     *
     * @param name its name, in any case, with {@code _} or {@code -}
     * @return the preset, or empty if there is none of that name
     */
    public static Optional<RelayProfile> named(String name) {
        String plain = name.strip().toLowerCase(Locale.ROOT).replace('_', '-');
        return presets().stream().filter(preset -> preset.name.equals(plain)).findFirst();
    }

    /** {@return what it is called, in small letters} */
    public String name() {
        return name;
    }

    /** {@return what the relay serves its paths under, such as {@code /fal}: added to a base URL that has no path; or empty} */
    public String pathPrefix() {
        return pathPrefix;
    }

    /** {@return how the relay wants the credential named; a default for command lines, since a credential has its own} */
    public Scheme scheme() {
        return scheme;
    }

    /**
     * Whether a job's status can be asked for. {@link Offer#ABSENT}: its result is, until it is there. {@link Offer#AUTO}:
     * the status is asked for, and when a first answer shows that nobody answers such calls, that watch asks for the result.
     *
     * @return whether it can
     */
    public Offer statusPath() {
        return statusPath;
    }

    /**
     * Whether a job can be cancelled. If not, {@code cancel} sends nothing and says {@link CancelOutcome#NOT_OFFERED}.
     *
     * @return whether it can
     */
    public Offer cancelPath() {
        return cancelPath;
    }

    /** {@return whether this is the queue itself, whose answers are read by its own documents alone} */
    public boolean isFal() {
        return name.equals(FAL.name);
    }

    /**
     * This profile under another name, for a relay that is not among the presets.
     *
     * @param newName small letters, digits and {@code -}; not {@code fal}
     * @return a new profile
     */
    public RelayProfile withName(String newName) {
        if (!newName.matches("[a-z0-9-]{1,40}") || newName.equals("fal")) {
            throw new IllegalArgumentException("a profile's name is of small letters, digits and -: " + newName);
        }
        return new RelayProfile(newName, pathPrefix, scheme, statusPath, cancelPath);
    }

    /**
     * This profile for a relay that serves its paths elsewhere.
     *
     * @param prefix such as {@code /fal}, or empty
     * @return a new profile
     */
    public RelayProfile withPathPrefix(String prefix) {
        if (!prefix.matches("(/[A-Za-z0-9._~@:+-]+)*")) {
            throw new IllegalArgumentException("a path prefix is such as /fal, without a slash at its end: " + prefix);
        }
        return new RelayProfile(ownName(), prefix, scheme, statusPath, cancelPath);
    }

    /**
     * This profile for a relay that names credentials otherwise.
     *
     * @param newScheme how
     * @return a new profile
     */
    public RelayProfile withScheme(Scheme newScheme) {
        return new RelayProfile(ownName(), pathPrefix, newScheme, statusPath, cancelPath);
    }

    /**
     * This profile for a relay with or without a status path.
     *
     * @param offer whether it has one
     * @return a new profile
     */
    public RelayProfile withStatusPath(Offer offer) {
        return new RelayProfile(ownName(), pathPrefix, scheme, offer, cancelPath);
    }

    /**
     * This profile for a relay with or without a way to cancel.
     *
     * @param offer whether it has one
     * @return a new profile
     */
    public RelayProfile withCancelPath(Offer offer) {
        return new RelayProfile(ownName(), pathPrefix, scheme, statusPath, offer);
    }

    /** What was changed is fal no more. */
    private String ownName() {
        return isFal() ? "custom" : name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RelayProfile that
                && name.equals(that.name)
                && pathPrefix.equals(that.pathPrefix)
                && scheme == that.scheme
                && statusPath == that.statusPath
                && cancelPath == that.cancelPath;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, pathPrefix, scheme, statusPath, cancelPath);
    }

    /** {@return name and calls, on one line} */
    @Override
    public String toString() {
        return name + " (status " + word(statusPath) + ", cancel " + word(cancelPath)
                + (pathPrefix.isEmpty() ? "" : ", prefix " + pathPrefix) + ")";
    }

    private static String word(Offer offer) {
        return offer.name().toLowerCase(Locale.ROOT);
    }
}
