package dev.falreactive.samples.quickstart;

import dev.falreactive.Diagnosis;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import dev.falreactive.fluxlora.FluxLoraResult;
import java.util.List;

/** Where progress is shown. */
interface View {

    /** Something to know that is no event of the job. */
    void note(String text);

    void diagnosis(Diagnosis diagnosis);

    void ticket(QueueTicket ticket);

    void status(StatusUpdate update);

    void result(FluxLoraResult result, List<SavedImage> images);

    void error(Throwable error);
}
