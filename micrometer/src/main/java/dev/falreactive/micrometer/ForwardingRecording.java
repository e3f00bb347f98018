package dev.falreactive.micrometer;

import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import dev.falreactive.reactor.CallEnding;
import dev.falreactive.reactor.FalInstrumentation.Recording;
import reactor.util.context.Context;

/** Passes on what a recording is told. */
class ForwardingRecording implements Recording {

    private final Recording recording;

    ForwardingRecording(Recording recording) {
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
