package dev.falreactive.reactor;

import dev.falreactive.EndpointId;
import dev.falreactive.FalException;
import dev.falreactive.Orphan;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import dev.falreactive.protocol.WireCall;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import reactor.core.Exceptions;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Several instrumentations as one. Keeps their own failures from the calls that they are told of; the first one is logged as an
 * error, since what fails once may fail at each call.
 */
final class Instrumentations implements FalInstrumentation {

    private static final Logger LOG = Loggers.getLogger(Instrumentations.class);

    private final List<FalInstrumentation> all;
    private final AtomicBoolean failed = new AtomicBoolean();

    Instrumentations(List<FalInstrumentation> all) {
        this.all = List.copyOf(all);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    @Override
    public Recording verb(FalVerb verb, EndpointId endpoint, Optional<QueueTicket> ticket, ContextView context) {
        return recordings(each -> each.verb(verb, endpoint, ticket, context));
    }

    @Override
    public Recording exchange(WireCall call, ContextView context) {
        return recordings(each -> each.exchange(call, context));
    }

    @Override
    public void retried(FalException failure) {
        all.forEach(each -> safely(() -> each.retried(failure)));
    }

    @Override
    public void orphaned(Orphan orphan) {
        all.forEach(each -> safely(() -> each.orphaned(orphan)));
    }

    private Recording recordings(Function<FalInstrumentation, Recording> begin) {
        return new Recordings(all.stream().map(each -> begun(each, begin)).toList());
    }

    private Recording begun(FalInstrumentation each, Function<FalInstrumentation, Recording> begin) {
        try {
            return begin.apply(each);
        } catch (Throwable failure) {
            logged(failure);
            return Recording.NONE;
        }
    }

    private void safely(Runnable told) {
        try {
            told.run();
        } catch (Throwable failure) {
            logged(failure);
        }
    }

    private void logged(Throwable failure) {
        Exceptions.throwIfFatal(failure);
        if (failed.compareAndSet(false, true)) {
            LOG.error("An instrumentation failed; its further failures are logged as DEBUG", failure);
        } else {
            LOG.debug("An instrumentation failed", failure);
        }
    }

    private final class Recordings implements Recording {

        private final List<Recording> all;

        Recordings(List<Recording> all) {
            this.all = all;
        }

        @Override
        public Context within(Context context) {
            Context within = context;
            for (Recording each : all) {
                try {
                    within = each.within(within);
                } catch (Throwable failure) {
                    logged(failure);
                }
            }
            return within;
        }

        @Override
        public void submitted(QueueTicket ticket) {
            tell(each -> each.submitted(ticket));
        }

        @Override
        public void saw(StatusUpdate update) {
            tell(each -> each.saw(update));
        }

        @Override
        public void answered(int status) {
            tell(each -> each.answered(status));
        }

        @Override
        public void ended(CallEnding ending) {
            tell(each -> each.ended(ending));
        }

        private void tell(Consumer<Recording> what) {
            all.forEach(each -> safely(() -> what.accept(each)));
        }
    }
}
