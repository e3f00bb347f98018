package dev.falreactive.reactor;

import dev.falreactive.FalConfig;
import dev.falreactive.Orphan;
import dev.falreactive.contract.QueueClientContract;
import dev.falreactive.contract.QueueFace;
import java.util.function.Consumer;

class ReactorContractTest implements QueueClientContract {

    @Override
    public QueueFace open(FalConfig config, Consumer<Orphan> onOrphan) {
        return ReactorFace.open(config, onOrphan);
    }
}
