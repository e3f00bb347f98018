package dev.falreactive.emulator;

import dev.falreactive.protocol.HttpMethod;
import dev.falreactive.protocol.WireHeaders;
import java.time.Instant;
import java.util.Optional;

/**
 * One request that the emulator saw. Never holds a credential.
 *
 * @param number which request it was, from 1
 * @param at when it had arrived in full
 * @param phase what it asked for; empty if that is nothing a fault strikes
 * @param fault the name of the fault that struck it, such as {@code edge-502}, several joined by a plus; empty if none did
 * @param method its method
 * @param path its path as it was sent, with the prefix if there is one
 * @param query its query as it was sent, without the question mark; of a webhook's URL in it, user and query are left out,
 *     which may be secret; empty if there was none
 * @param requestId the job that the path names, or that the submit made: of a submit that was struck, it tells whether the
 *     fault kept it from the queue or took effect; empty if there is none
 * @param status the HTTP status of the answer; 0 if a fault kept the answer back
 * @param authScheme the first word of {@code Authorization}, such as {@code Key}; empty if the header was not there
 * @param headers those with {@code fal} in their name, and {@code Accept}, {@code Content-Type} and {@code User-Agent}
 * @param body its body as text; cut at the bound that the configuration names
 * @param aborted whether the client went away before it had the whole answer
 */
public record LedgerEntry(
        long number,
        Instant at,
        Optional<Phase> phase,
        Optional<String> fault,
        HttpMethod method,
        String path,
        Optional<String> query,
        Optional<String> requestId,
        int status,
        Optional<String> authScheme,
        WireHeaders headers,
        String body,
        boolean aborted) {

    LedgerEntry withAborted() {
        return new LedgerEntry(
                number, at, phase, fault, method, path, query, requestId, status, authScheme, headers, body, true);
    }

    /** {@return number, method, path, status and fault} */
    @Override
    public String toString() {
        return number + " " + method + " " + path + " " + status
                + fault.map(name -> " " + name).orElse("") + (aborted ? " aborted" : "");
    }
}
