package dev.falreactive.rxjava3;

import dev.falreactive.FalConfig;
import dev.falreactive.Orphan;
import dev.falreactive.contract.QueueClientContract;
import dev.falreactive.contract.QueueFace;
import java.util.function.Consumer;

class RxContractTest implements QueueClientContract {

    @Override
    public String name() {
        return "RxJava 3";
    }

    @Override
    public QueueFace open(FalConfig config, Consumer<Orphan> onOrphan) {
        return RxFace.open(config, onOrphan);
    }
}
