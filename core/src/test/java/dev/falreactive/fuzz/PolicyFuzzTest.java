package dev.falreactive.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.falreactive.FalCredentials;
import dev.falreactive.RetryPolicy;
import dev.falreactive.RetryPolicy.Verdict;
import dev.falreactive.protocol.Again;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** R10, R11, R13: pauses stay within their limits whatever is asked for; no text holds the key after it was redacted. */
@Fuzzed
class PolicyFuzzTest {

    @FuzzTest
    void verdict(FuzzedDataProvider data) {
        RetryPolicy policy =
                new RetryPolicy(data.consumeInt(1, 20), pause(data), pause(data), pause(data), pause(data));
        Again again = data.pickValue(new Again[] {
            Again.never(), Again.backoff(), Again.whenReachable(), new Again.After(pause(data)), Again.elsewhere()
        });
        int failures = data.consumeInt(1, Integer.MAX_VALUE);
        Duration tried = pause(data);
        double random = data.consumeProbabilityDouble();

        Verdict verdict = policy.verdict(again, failures, tried, random);

        boolean mayGoOn = !(again instanceof Again.Never || again instanceof Again.Elsewhere)
                && failures < policy.maxFailures()
                && !(again instanceof Again.WhenReachable && tried.compareTo(policy.maxUnreachable()) >= 0)
                && !(again instanceof Again.After after && after.pause().compareTo(policy.maxRetryAfter()) > 0);
        Expect.that(mayGoOn == verdict instanceof Verdict.After, () -> policy + " on " + again + ": " + verdict);
        if (verdict instanceof Verdict.After after) {
            Duration longest = policy.maxPause().multipliedBy(6).dividedBy(5).plusNanos(1_000);
            Duration asked = again instanceof Again.After server ? server.pause() : Duration.ZERO;
            Expect.that(!after.pause().isNegative(), () -> "a pause below zero: " + verdict);
            Expect.that(after.pause().compareTo(asked) >= 0, () -> "sooner than asked: " + verdict);
            Expect.that(
                    after.pause().compareTo(longest) <= 0 || after.pause().equals(asked),
                    () -> policy + " pauses " + after.pause());
        }
    }

    private static Duration pause(FuzzedDataProvider data) {
        return switch (data.consumeInt(0, 4)) {
            case 0 -> Duration.ZERO;
            case 1 -> Duration.ofNanos(data.consumeInt(0, Integer.MAX_VALUE));
            case 2 -> Duration.ofMillis(data.consumeInt(0, 100_000));
            case 3 -> Duration.ofDays(data.consumeInt(0, 400));
            default -> Duration.ofSeconds(data.consumeLong(0, Long.MAX_VALUE / 1_000));
        };
    }

    @FuzzTest
    void redact(FuzzedDataProvider data) {
        String secret = data.consumeAsciiString(60).replaceAll("[^\\x21-\\x7e]", "x");
        int colon = secret.indexOf(':');
        String half = secret.substring(colon + 1);
        // Shorter ones are let through on purpose, and what holds a part of the mark may seem to be left.
        if (half.length() < 8 || half.contains("redacted") || half.contains("<") || half.contains(">")) {
            return;
        }
        FalCredentials credentials = FalCredentials.key(secret);
        StringBuilder text = new StringBuilder();
        while (data.remainingBytes() > 0) {
            text.append(
                    switch (data.consumeInt(0, 7)) {
                        case 0 -> secret;
                        case 1 -> half;
                        case 2 -> half.replace("/", "\\/");
                        case 3 -> URLEncoder.encode(half, StandardCharsets.UTF_8);
                        case 4 -> secret.substring(0, data.consumeInt(0, secret.length()));
                        default -> data.consumeString(20);
                    });
        }
        String redacted = credentials.redact(text.toString());
        for (String form : new String[] {
            half, half.replace("/", "\\/"), URLEncoder.encode(half, StandardCharsets.UTF_8),
        }) {
            Expect.that(!redacted.contains(form), () -> form + " is left in " + redacted);
        }
        Expect.that(credentials.redact(redacted).equals(redacted), () -> "changes again: " + redacted);
    }
}
