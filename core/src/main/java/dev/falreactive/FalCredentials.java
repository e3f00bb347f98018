package dev.falreactive;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who pays. Asked at each call, so that a key can be changed while jobs run. Prints as {@code FalCredentials[redacted]}.
 */
public final class FalCredentials {

    /** How the secret is named on the wire. */
    public enum Scheme {
        /** fal itself, and a few relays. */
        KEY("Key"),
        /** Most relays. */
        BEARER("Bearer");

        private final String word;

        Scheme(String word) {
            this.word = word;
        }
    }

    private final Scheme scheme;
    private final Supplier<String> secret;

    /** So many secrets are known at a time: those of calls that may be under way while a key is replaced. */
    private static final int MAX_KNOWN = 8;

    // What was handed out last, newest first, so that an answer that echoes it can be blanked.
    private volatile List<KnownSecret> known = List.of();

    private FalCredentials(Scheme scheme, Supplier<String> secret) {
        this.scheme = Objects.requireNonNull(scheme, "scheme");
        this.secret = Objects.requireNonNull(secret, "secret");
    }

    /**
     * A key of fal.
     *
     * @param idAndSecret both halves, joined by a colon
     * @return the credentials
     * @throws FalException.InvalidInput if it is blank or holds a character that no header may hold; the message does not
     *     quote it
     */
    public static FalCredentials key(String idAndSecret) {
        String checked = checked(idAndSecret);
        return fixed(Scheme.KEY, checked);
    }

    /**
     * A token of a relay.
     *
     * @param token the token
     * @return the credentials
     * @throws FalException.InvalidInput if it is blank or holds a character that no header may hold; the message does not
     *     quote it
     */
    public static FalCredentials bearer(String token) {
        String checked = checked(token);
        return fixed(Scheme.BEARER, checked);
    }

    /**
     * A secret that is asked for at each call, when all else is ready and the call is about to leave, on a thread of the
     * client's input and output. It must not block: keep the secret at hand, and renew it elsewhere. What it throws ends a
     * submit or a direct run as it is, with nothing sent; a call about a job is tried again, then it fails as
     * {@link FalException.Unreachable} with the ticket.
     *
     * @param scheme how it is named on the wire
     * @param secret gives the secret; what it throws, and an invalid secret, fails the call with nothing sent
     * @return the credentials
     */
    public static FalCredentials supplier(Scheme scheme, Supplier<String> secret) {
        return new FalCredentials(scheme, secret);
    }

    /**
     * The key that the environment holds: {@code FAL_KEY}, else {@code FAL_KEY_ID} and {@code FAL_KEY_SECRET}. An empty
     * variable is an unset one.
     *
     * @return the credentials, or empty if the environment holds none
     */
    public static Optional<FalCredentials> fromEnvironment() {
        return fromEnvironment(System.getenv());
    }

    /**
     * The key that the given variables hold, by the rule of {@link #fromEnvironment()}.
     *
     * @param environment the variables
     * @return the credentials, or empty
     */
    public static Optional<FalCredentials> fromEnvironment(Map<String, String> environment) {
        String key = environment.getOrDefault("FAL_KEY", "").strip();
        if (!key.isEmpty()) {
            return Optional.of(key(key));
        }
        String id = environment.getOrDefault("FAL_KEY_ID", "").strip();
        String secret = environment.getOrDefault("FAL_KEY_SECRET", "").strip();
        return id.isEmpty() || secret.isEmpty() ? Optional.empty() : Optional.of(key(id + ":" + secret));
    }

    /**
     * For adapters: the value of the header that carries the credential. Ask anew for each call, and put it into nothing
     * but that header.
     *
     * @return scheme and secret
     */
    public String headerValue() {
        String value = checked(secret.get());
        remember(value);
        return scheme.word + " " + value;
    }

    /**
     * For adapters: a text with this credential blanked, should a server have echoed it.
     *
     * @param text the text
     * @return the text, with each occurrence of the secret replaced
     */
    public String redact(String text) {
        String redacted = text;
        for (KnownSecret each : known) {
            redacted = each.blankedIn(redacted);
        }
        return redacted;
    }

    /** {@return how the secret is named on the wire} */
    public Scheme scheme() {
        return scheme;
    }

    private static FalCredentials fixed(Scheme scheme, String secret) {
        FalCredentials credentials = new FalCredentials(scheme, () -> secret);
        credentials.remember(secret);
        return credentials;
    }

    private void remember(String value) {
        if (known.isEmpty() || !known.get(0).isOf(value)) {
            synchronized (this) {
                known = Stream.concat(
                                Stream.of(KnownSecret.of(value)), known.stream().filter(each -> !each.isOf(value)))
                        .limit(MAX_KNOWN)
                        .toList();
            }
        }
    }

    private static String checked(@Nullable String secret) {
        String stripped = secret == null ? "" : secret.strip();
        if (stripped.isEmpty() || !stripped.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new FalException.InvalidInput(
                    "The credential",
                    List.of(new Violation("", "pattern", "must be printable ASCII without spaces, and not empty")));
        }
        return stripped;
    }

    @Override
    public String toString() {
        return "FalCredentials[redacted]";
    }
}
