package dev.falreactive.reactor;

import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import reactor.util.context.Context;

/** Passes on what a recording is told: for an instrumentation that adds to another one's. */
public class ForwardingRecording implements FalInstrumentation.Recording {

    private final FalInstrumentation.Recording recording;

    /**
     * A recording that adds nothing.
     *
     * @param recording what is told all that this one is
     */
    protected ForwardingRecording(FalInstrumentation.Recording recording) {
        this.recording = recording;
    }

    @Override
    public Context within(Context context) {
        return recording.within(context);
    }

    @Override
    public void submitted(QueueTicket ticket) {
        recording.submitted(ticket);
    }

    @Override
    public void saw(StatusUpdate update) {
        recording.saw(update);
    }

    @Override
    public void answered(int status) {
        recording.answered(status);
    }

    @Override
    public void ended(CallEnding ending) {
        recording.ended(ending);
    }
}
