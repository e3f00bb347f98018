package dev.falreactive.emulator;

import reactor.core.publisher.Mono;

/**
 * Something that goes wrong with a stream on its way, once it is open. All take effect, and leave any other answer as it is:
 * injected for {@link Phase#STREAM}, or {@link Phase#DIRECT}. A stream that is refused, or brings garbage, is a matter of {@link Fault}.
 */
public final class StreamFault {

    private StreamFault() {}

    /**
     * The connection is closed in the middle.
     *
     * @param events behind so many events; 1 or more
     * @return the fault
     */
    public static Fault cut(int events) {
        Settings.between("events", events, 1, Integer.MAX_VALUE);
        Effect effect = new Effect.OfStream(all -> SseText.events(all, events), true);
        return new NamedFault("stream-cut", String.valueOf(events), effect);
    }

    /**
     * The stream ends as one that is complete, whether its job has ended or not.
     *
     * @param events behind so many events; 0 or more
     * @return the fault
     */
    public static Fault end(int events) {
        Settings.between("events", events, 0, Integer.MAX_VALUE);
        Effect effect = new Effect.OfStream(all -> SseText.events(all, events), false);
        return new NamedFault("stream-end", String.valueOf(events), effect);
    }

    /**
     * Neither events nor comments come any more, until the client leaves.
     *
     * @param events behind so many events; 0 or more
     * @return the fault
     */
    public static Fault silence(int events) {
        Settings.between("events", events, 0, Integer.MAX_VALUE);
        Effect effect = new Effect.OfStream(all -> SseText.events(all, events).concatWith(Mono.never()), false);
        return new NamedFault("stream-silence", String.valueOf(events), effect);
    }

    /**
     * An event that tells of an error, as the last.
     *
     * @param events behind so many events; 0 or more
     * @return the fault
     */
    public static Fault error(int events) {
        Settings.between("events", events, 0, Integer.MAX_VALUE);
        String json = Texts.of(Fields.write(Fields.of("detail", "GPU error", "error_type", "runner_server_error")));
        Effect effect = new Effect.OfStream(
                all -> SseText.events(all, events).concatWith(Mono.just(SseText.event(json))), false);
        return new NamedFault("stream-error", String.valueOf(events), effect);
    }

    /**
     * The same events as another server might write them: a byte order mark, comments, fields that mean nothing, JSON over
     * several lines, and byte by byte.
     *
     * @param lineEnd {@code lf}, {@code cr} or {@code crlf}
     * @return the fault
     */
    public static Fault form(String lineEnd) {
        return new NamedFault("stream-form", lineEnd, new Effect.OfStream(OtherSse.with(lineEnd)::rewrite, false));
    }
}
