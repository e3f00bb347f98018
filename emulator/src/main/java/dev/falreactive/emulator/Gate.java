package dev.falreactive.emulator;

import dev.falreactive.EndpointId;
import dev.falreactive.protocol.WireHeaders;
import dev.falreactive.protocol.WireResponse;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Who may pass. What it refuses carries no {@code x-fal-request-id}. */
final class Gate {

    private final boolean bearer;
    private final Set<String> accepted;
    private final Set<String> locked;

    Gate(ConfigValues config) {
        this.bearer = config.bearer();
        this.accepted = config.acceptedSecrets();
        this.locked = config.lockedKeyIds();
    }

    /** The refusal, or empty if the request may pass. */
    Optional<WireResponse> refuse(WireHeaders headers, EndpointId app, Instant now) {
        return refuse(headers, app.toString(), now);
    }

    /** As for an app, for what is none. */
    Optional<WireResponse> refuse(WireHeaders headers, String app, Instant now) {
        String header = headers.get(Headers.AUTHORIZATION).orElse("").strip();
        String[] words = header.split("\\s+", 2);
        String scheme = words[0].toLowerCase(Locale.ROOT);
        String secret = words.length == 2 ? words[1] : "";
        if (!scheme.equals(bearer ? "bearer" : "key") || (bearer && secret.isEmpty())) {
            return refusal(
                    401, "Cannot access application \"" + app + "\". Authentication is required to access it.", now);
        }
        int colon = secret.indexOf(':');
        if (!bearer && (colon <= 0 || colon == secret.length() - 1)) {
            return refusal(401, "Invalid Key Authorization header format. Expected '<key_id>:<key_secret>'.", now);
        }
        if (!accepted.isEmpty() && !accepted.contains(secret)) {
            return refusal(401, "No user found for Key ID and Secret", now);
        }
        if (!bearer && locked.contains(secret.substring(0, colon))) {
            return refusal(
                    403,
                    "User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing.",
                    now);
        }
        return Optional.empty();
    }

    private static Optional<WireResponse> refusal(int code, String detail, Instant now) {
        return Optional.of(Answers.detail(code, detail, now));
    }
}
