package dev.falreactive.samples.reactor;

import dev.falreactive.samples.batch.BatchContract;
import dev.falreactive.samples.batch.BatchProgram;

class BatchReactorTest implements BatchContract {

    @Override
    public BatchProgram program() {
        return BatchReactor::run;
    }

    @Override
    public String mainClass() {
        return BatchReactor.class.getName();
    }
}
