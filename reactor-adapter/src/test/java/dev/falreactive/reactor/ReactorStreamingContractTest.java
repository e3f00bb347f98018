package dev.falreactive.reactor;

import dev.falreactive.FalConfig;
import dev.falreactive.Orphan;
import dev.falreactive.WatchMode;
import dev.falreactive.WatchOptions;
import dev.falreactive.contract.QueueClientContract;
import dev.falreactive.contract.QueueFace;
import java.util.function.Consumer;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

/** The same rules for a watch over a status stream. */
class ReactorStreamingContractTest implements QueueClientContract {

    @Override
    public WatchOptions watchOptions() {
        return WatchOptions.defaults().withMode(WatchMode.STREAMING);
    }

    @Override
    public QueueFace open(FalConfig config, Consumer<Orphan> onOrphan) {
        return ReactorFace.open(config, onOrphan);
    }

    @Test
    @Disabled(
            "a stream brings updates when the server has them: one that came before it was asked for is the newest state")
    @Override
    public void R03_noElementIsOlderThanItsRequest() {}

    @Test
    @Disabled(
            "ten streams are ten calls, and no more follow; that each is one of the budget is a test of StreamingWatchTest")
    @Override
    public void R04_neverMoreStatusCallsThanTheBudgetOverAllWatches() {}
}
