package dev.falreactive.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A job whose id says how it goes, so that neither the server nor a client keeps anything: it runs until the moment that
 * its id names, in milliseconds of the machine's clock.
 *
 * @param id the id
 * @param endsAt when it ends
 */
record ScriptedJob(String id, long endsAt) {

    private static final String PREFIX = "until-";
    private static final long NEVER = 9_999_999_999_999L;
    private static final String RUNNING = template("running.json");
    private static final String COMPLETED = template("completed.json");

    /** A job that ends at a moment. */
    static ScriptedJob endingAt(long epochMillis, int number) {
        return new ScriptedJob(PREFIX + epochMillis + "-" + String.format("%016d", number), epochMillis);
    }

    /** A job that runs for as long as the benchmark does. */
    static ScriptedJob endless(int number) {
        return endingAt(NEVER, number);
    }

    /** The job that a path or URL names. */
    static Optional<ScriptedJob> in(String path) {
        int start = path.indexOf(PREFIX);
        if (start < 0) {
            return Optional.empty();
        }
        int end = start;
        while (end < path.length() && path.charAt(end) != '/' && path.charAt(end) != '?') {
            end++;
        }
        return Optional.of(of(path.substring(start, end)));
    }

    private static ScriptedJob of(String id) {
        int from = PREFIX.length();
        return new ScriptedJob(id, Long.parseLong(id.substring(from, id.indexOf('-', from))));
    }

    boolean hasEnded(long now) {
        return now >= endsAt;
    }

    /** The status as fal writes it. */
    byte[] status(long now) {
        return (hasEnded(now) ? COMPLETED : RUNNING).replace("%ID%", id).getBytes(StandardCharsets.UTF_8);
    }

    private static String template(String name) {
        try (InputStream in = ScriptedJob.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
