package dev.falreactive.reactor;

import dev.falreactive.EndpointId;
import dev.falreactive.FalException;
import dev.falreactive.Orphan;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import dev.falreactive.protocol.WireCall;
import java.util.Optional;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Is told what a client does: to measure, trace or log it. It is told of no input, no output and no credential. Called on
 * the threads that do the work, several at a time; must not block. What it throws is logged, and disturbs no call.
 *
 * <p>The module {@code fal-reactive-micrometer} has one for Micrometer.
 */
public interface FalInstrumentation {

    /**
     * A verb was subscribed to.
     *
     * @param verb which one
     * @param endpoint of which queue
     * @param ticket the job; empty for one that is yet to be submitted
     * @param context what its subscriber has said
     * @return what is told how it goes
     */
    default Recording verb(FalVerb verb, EndpointId endpoint, Optional<QueueTicket> ticket, ContextView context) {
        return Recording.NONE;
    }

    /**
     * A request is about to be sent, within a verb or for itself.
     *
     * @param call what it is about; its endpoint is the verb's, if it is sent within one
     * @param context what the verb's recording has made of its subscriber's context
     * @return what is told how it goes
     */
    default Recording exchange(WireCall call, ContextView context) {
        return Recording.NONE;
    }

    /**
     * A call failed and will be sent again.
     *
     * @param failure why
     */
    default void retried(FalException failure) {}

    /**
     * The client's orphan handler was told of a submit.
     *
     * @param orphan what is known of it
     */
    default void orphaned(Orphan orphan) {}

    /** One verb or one exchange, from its beginning. Told to end once. */
    interface Recording {

        /** Records nothing. */
        Recording NONE = ending -> {};

        /**
         * What is done within it sees.
         *
         * @param context the context of who began it
         * @return the context for what is done within it
         */
        default Context within(Context context) {
            return context;
        }

        /**
         * A verb's job has its ticket.
         *
         * @param ticket the ticket
         */
        default void submitted(QueueTicket ticket) {}

        /**
         * A watching verb has learned how its job is. With a shared watch, its first reader alone is told, also after he has
         * left.
         *
         * @param update the update
         */
        default void saw(StatusUpdate update) {}

        /**
         * An exchange is answered.
         *
         * @param status the HTTP status code
         */
        default void answered(int status) {}

        /**
         * It is over.
         *
         * @param ending how
         */
        void ended(CallEnding ending);
    }
}
