package dev.falreactive.boot;

import dev.falreactive.EndpointId;
import dev.falreactive.FalException;
import dev.falreactive.QueueTicket;
import dev.falreactive.protocol.WireCall;
import dev.falreactive.reactor.CallEnding;
import dev.falreactive.reactor.FalInstrumentation;
import dev.falreactive.reactor.FalVerb;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;
import reactor.util.context.ContextView;

/**
 * One line for each verb (DEBUG) and each exchange (TRACE) that has ended, with keys and values for structured logs. Of what
 * is sent, answered or said by a server there is nothing in it, so that it can be on in production.
 */
final class FalLog implements FalInstrumentation {

    private static final Logger LOG = LoggerFactory.getLogger("dev.falreactive.calls");

    private final String client;

    FalLog(String client) {
        this.client = client;
    }

    @Override
    public Recording verb(FalVerb verb, EndpointId endpoint, Optional<QueueTicket> ticket, ContextView context) {
        return LOG.isDebugEnabled()
                ? new Line(Level.DEBUG, verb.word(), endpoint.toString(), ticket.map(QueueTicket::requestId))
                : Recording.NONE;
    }

    @Override
    public Recording exchange(WireCall call, ContextView context) {
        String word = call.kind().name().toLowerCase(Locale.ROOT) + " call";
        return LOG.isTraceEnabled() ? new Line(Level.TRACE, word, call.endpoint(), call.requestId()) : Recording.NONE;
    }

    @Override
    public void retried(FalException failure) {
        LOG.atDebug()
                .addKeyValue("fal.client", client)
                .addKeyValue("fal.outcome", CallEnding.failed(failure).outcome())
                .log("fal call is repeated after {}", CallEnding.failed(failure).outcome());
    }

    private final class Line implements Recording {

        private final Level level;
        private final String what;
        private final String endpoint;
        private final long begun = System.nanoTime();
        private volatile Optional<String> requestId;
        private volatile Optional<Integer> status = Optional.empty();

        Line(Level level, String what, String endpoint, Optional<String> requestId) {
            this.level = level;
            this.what = what;
            this.endpoint = endpoint;
            this.requestId = requestId;
        }

        @Override
        public void submitted(QueueTicket ticket) {
            requestId = Optional.of(ticket.requestId());
        }

        @Override
        public void answered(int code) {
            status = Optional.of(code);
        }

        @Override
        public void ended(CallEnding ending) {
            long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
            LoggingEventBuilder line = LOG.atLevel(level)
                    .addKeyValue("fal.client", client)
                    .addKeyValue("fal.endpoint", endpoint)
                    .addKeyValue("fal.outcome", ending.outcome())
                    .addKeyValue("duration.ms", millis);
            requestId.ifPresent(id -> line.addKeyValue("fal.request.id", id));
            status.ifPresent(code -> line.addKeyValue("fal.status", code));
            line.log(
                    "fal {} of {}{}: {} after {} ms",
                    what,
                    endpoint,
                    requestId.map(id -> ", job " + id).orElse(""),
                    ending.outcome(),
                    millis);
        }
    }
}
